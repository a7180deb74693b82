// Recalculates a workbook that is given as cells and answers what each formula comes to.
//
// Standard input: one JSON object a line, {"sheets": {name: [[cell, …], …]}, "asked": [[sheet, row, column], …]};
// rows and columns from 0; texts stand behind an apostrophe, formulas behind "=".
// Standard output: first the names of the functions that the engine has, then for each workbook the values asked for,
// a JSON array a line; an error is {"error": "#DIV/0!"}.
import { createInterface } from 'node:readline';
import { HyperFormula } from 'hyperformula';

const LIKE_EXCEL = {
  licenseKey: 'gpl-v3',
  evaluateNullToZero: true,
  useArrayArithmetic: true,
  accentSensitive: true,
  leapYear1900: false, // dates before March 1900 do not occur, and the shift is in nullDate
  nullDate: { year: 1899, month: 12, day: 30 },
};
const CONSTANTS = [
  { name: 'TRUE', expression: '=TRUE()' },
  { name: 'FALSE', expression: '=FALSE()' },
];

function plain(value) {
  return value !== null && typeof value === 'object' ? { error: value.value } : value;
}

process.stdout.write(JSON.stringify(HyperFormula.getRegisteredFunctionNames('enGB')) + '\n');
for await (const line of createInterface({ input: process.stdin })) {
  const { sheets, asked } = JSON.parse(line);
  const engine = HyperFormula.buildFromSheets(sheets, LIKE_EXCEL, CONSTANTS);
  const at = ([sheet, row, col]) => plain(engine.getCellValue({ sheet: engine.getSheetId(sheet), row, col }));
  process.stdout.write(JSON.stringify(asked.map(at)) + '\n');
  engine.destroy();
}
