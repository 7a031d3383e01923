import { CHART_SCRIPT } from './chart';
import { DATA_SCRIPT } from './data';
import { ELEMENTS_SCRIPT } from './elements';
import { FILTERS_SCRIPT } from './filters';
import { MATRIX_SCRIPT } from './matrix';
import { PAGE_SCRIPT } from './page';
import { ROWS_SCRIPT } from './rows';

const PARTS = [DATA_SCRIPT, FILTERS_SCRIPT, ELEMENTS_SCRIPT, ROWS_SCRIPT, MATRIX_SCRIPT, CHART_SCRIPT, PAGE_SCRIPT];

/** The page's program, as it stands in its `<script>`. */
export const SCRIPT = `(function () {\n'use strict';${PARTS.join('')}}());\n`;
