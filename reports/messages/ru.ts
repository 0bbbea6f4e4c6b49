import type { Catalogue } from './en.ts'
import { pageRu } from './page/ru.ts'

export const ru: Catalogue = {
  ...pageRu,
  asOf: 'По состоянию на',
  category: 'Код',
  chartAbsent:
    '{figures, plural, one {# значение не существует или неизвестно} few {# значения не существуют или неизвестны} many {# значений не существуют или неизвестны} other {# значения не существуют или неизвестны}} ({marks}).',
  chartAllOf: 'без разделения по признакам: {dimensions}',
  chartBars: 'Столбчатая диаграмма: {measure} по признаку «{rows}»',
  chartCoarser: 'в таблице есть более подробные категории',
  chartEarlier:
    '{figures, plural, one {# значение относится} few {# значения относятся} many {# значений относятся} other {# значения относятся}} к более раннему дню; день указан в таблице и в подсказке у знака.',
  chartHatched: '{mark} скрыто',
  chartHeat: 'Тепловая карта: {measure} по признакам «{rows}» и «{columns}»',
  chartLeftOut: 'Нет на диаграмме, но есть в таблице: {labels}.',
  chartLine: 'Динамика: {measure} по признаку «{rows}»',
  chartLines:
    'Динамика: {measure} по признаку «{rows}», отдельная линия для каждой категории признака «{columns}»',
  chartMap: 'Карта: {measure} по признаку «{rows}»',
  chartNoneWithheld: 'скрытых значений на диаграмме нет',
  chartNotOnMap: 'Нет на карте: {labels}.',
  chartNotStated: '«{label}» — такая же категория, как остальные',
  chartOfBase:
    'в процентах от показателя «{denominator}» ({figure}); показано там, где учащихся не меньше {base}',
  chartOfScore: 'в процентах от возможного результата',
  chartPanels:
    'Малые диаграммы в одном масштабе, в порядке справочника кодов: {measure} по признаку «{rows}», по одной для каждой категории признака «{columns}»',
  chartPyramid: 'Половозрастная пирамида: {measure} по признакам «{rows}» и «{columns}»',
  chartTotal: 'всего: {total}',
  chartTotalHidden: 'всего: {mark}',
  chartWithheld: 'скрыто значений: {withheld, number} из {cells, number} (заштрихованы, {mark})',
  chartWithoutFigure: 'Есть на карте, но нет в таблице: {labels}.',
  cite: 'Как ссылаться',
  citation: '{title}. {period}, версия {version}. Данные по состоянию на {asOf}',
  contents: 'Содержание',
  contentsIntro:
    'В этой книге {tables, plural, one {# таблица} few {# таблицы} many {# таблиц} other {# таблицы}}, каждая на отдельном листе.',
  continued: '{title} (часть {part} из {parts})',
  cover: 'Обложка',
  definition: 'Определение',
  definitionEvents: 'Сколько раз что-либо было сделано за период, кем бы то ни было.',
  definitionLearners: 'Разные учащиеся; каждый учитывается один раз.',
  definitionMean: 'Среднее арифметическое последних результатов учащихся, в процентах от возможного.',
  definitionMedian: 'Медиана последних результатов учащихся, как нижняя граница десятибалльного интервала.',
  definitionRatio:
    'Отношение показателя «{numerator}» к показателю «{denominator}», в целых процентах; приводится, если второй не меньше {base}.',
  definitionStock: 'Учащиеся на конец дня, указанного рядом с показателем.',
  definitionSum: 'Целые минуты; для каждого учащегося не больше предела, установленного политикой.',
  isWithheld: 'В некоторых ячейках стоит {mark}: значение скрыто для защиты учащихся. Это не ноль.',
  measure: 'Показатель',
  minimum:
    'Каждое значение основано не менее чем на {learners} учащихся. Значения, основанные на меньшем числе, и другие, по которым их можно вычислить, скрыты.',
  minutes: 'минут',
  noneWithheld: 'В этой таблице нет скрытых значений.',
  notes: 'Примечания',
  period: 'Период',
  policy: 'Политика конфиденциальности, о которой сообщено учащимся',
  policyVersion: '{title}, версия {version}',
  protectedHow: 'Как защищены учащиеся',
  sheet: 'Лист',
  table: 'Таблица',
  tableOnSheet: 'На этом листе одна таблица.',
  tableSheet: 'Таблица {number}',
  unchanged:
    'Строки могут относиться к более раннему дню, указанному рядом: изменение, сделанное немногими учащимися, не показывается.',
  values: 'Обозначения',
  valueNotApplicable: 'Значения не существует.',
  valueNotAvailable: 'Значение неизвестно.',
  valueWithheld: 'Значение скрыто для защиты учащихся.',
  verify: 'Как проверить',
  verifyHow:
    'В файле {checksums} указаны контрольные суммы всех файлов этого выпуска, в файле {signature} — подпись издателя.',
  version: 'Версия',
  withheldCells: 'Скрыто значений: {withheld, number} из {cells, number}.',
}
