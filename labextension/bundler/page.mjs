/**
 * Bundles the stand-alone page (`lib/page`, compiled by tsc) to `app.js`, `app.css` and the parts that are loaded when
 * needed. The server writes the HTML around them. `--development` keeps the code readable and adds source maps.
 */
import builder from '@jupyter/builder';
import { rspack } from '@rspack/core';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const resolve = createRequire(import.meta.url).resolve;
const path = relative => fileURLToPath(new URL(relative, import.meta.url));
const isDevelopment = process.argv.includes('--development');
const isOurs = name => name === 'jupyter-collabchat';

const compiler = rspack({
  mode: isDevelopment ? 'development' : 'production',
  // Never eval: the page's content security policy forbids it.
  devtool: isDevelopment ? 'source-map' : false,
  context: path('..'),
  entry: { app: ['./style/page.css', './lib/page/main.js'] },
  output: {
    path: path('../../jupyter_collabchat/page'),
    filename: '[name].js',
    cssFilename: '[name].css',
    chunkFilename: '[name].[contenthash:8].js',
    clean: true,
    // The build hook tells by the time of the files whether they are current.
    compareBeforeEmit: false
  },
  resolve: {
    // The renderers name one class of it; the whole would be a third of what they weigh.
    alias: { '@jupyterlab/services$': '@jupyterlab/services/lib/serverconnection.js' },
    fallback: { path: resolve('path-browserify'), url: false }
  },
  module: {
    rules: [
      { test: /\.m?js$/, resolve: { fullySpecified: false } },
      { test: /\.css$/, type: 'css' },
      { test: /theme-dark-extension.*\.css$/, use: path('darkTheme.cjs') },
      { test: /\.svg$/, type: 'asset/inline' }
    ]
  },
  // The licences of what is inside, in the form that the labextension has. Whatever is concatenated into another
  // module is lost to the list; leaving that out costs a twentieth of the size.
  plugins: isDevelopment ? [] : [new builder.WPPlugin.JSONLicenseWebpackPlugin({ excludedPackageTest: isOurs })],
  optimization: { splitChunks: false, concatenateModules: false },
  performance: { hints: false }
});

compiler.run((error, stats) => {
  if (error || stats.hasErrors()) {
    console.error(error ?? stats.toString({ preset: 'errors-only', colors: false }));
    process.exitCode = 1;
  } else {
    console.log(stats.toString({ preset: 'summary', assets: true, colors: false }));
  }
  compiler.close(() => undefined);
});
