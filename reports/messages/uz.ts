import type { Catalogue } from './en.ts'
import { pageUz } from './page/uz.ts'

/** In the Latin alphabet; the Cyrillic one follows from it. */
export const uz: Catalogue = {
  ...pageUz,
  asOf: 'Holat sanasi',
  category: 'Kod',
  chartAbsent: '{figures, number} ta qiymat mavjud emas yoki nomaʼlum ({marks}).',
  chartAllOf: 'quyidagilar boʻyicha ajratilmagan: {dimensions}',
  chartBars: 'Ustunli diagramma: {measure}, “{rows}” boʻyicha',
  chartCoarser: 'jadvalda batafsilroq toifalar bor',
  chartEarlier:
    '{figures, number} ta qiymat avvalgi kunga tegishli; kuni jadvalda va belgi ustidagi izohda koʻrsatilgan.',
  chartHatched: '{mark} yashirilgan',
  chartHeat: 'Issiqlik xaritasi: {measure}, “{rows}” va “{columns}” boʻyicha',
  chartLeftOut: 'Diagrammada yoʻq, lekin jadvalda bor: {labels}.',
  chartLine: 'Vaqt boʻyicha oʻzgarish: {measure}, “{rows}” boʻyicha',
  chartLines:
    'Vaqt boʻyicha oʻzgarish: {measure}, “{rows}” boʻyicha; “{columns}” kesimining har bir toifasi uchun bitta chiziq',
  chartMap: 'Xarita: {measure}, “{rows}” boʻyicha',
  chartNoneWithheld: 'diagrammada yashirilgan qiymat yoʻq',
  chartNotOnMap: 'Xaritada yoʻq: {labels}.',
  chartNotStated: '“{label}” ham boshqalari kabi alohida toifa',
  chartOfBase:
    '“{denominator}” koʻrsatkichiga ({figure}) nisbatan foizda; kamida {base} nafar oʻquvchi boʻlganda koʻrsatilgan',
  chartOfScore: 'mumkin boʻlgan natijaga nisbatan foizda',
  chartPanels:
    'Bir xil miqyosdagi kichik diagrammalar, kodlar roʻyxati tartibida: {measure}, “{rows}” boʻyicha; “{columns}” kesimining har bir toifasi uchun bittadan',
  chartPyramid: 'Aholi piramidasi: {measure}, “{rows}” va “{columns}” boʻyicha',
  chartTotal: 'jami: {total}',
  chartTotalHidden: 'jami: {mark}',
  chartWithheld: '{cells, number} ta qiymatdan {withheld, number} tasi yashirilgan (shtrixlangan, {mark})',
  chartWithoutFigure: 'Xaritada bor, lekin jadvalda yoʻq: {labels}.',
  cite: 'Qanday iqtibos keltiriladi',
  citation: '{title}. {period}, {version}-versiya. Maʼlumotlar {asOf} holatiga koʻra.',
  contents: 'Mundarija',
  contentsIntro: 'Bu kitobda {tables, number} ta jadval bor, har biri alohida varaqda.',
  continued: '{title} ({parts} qismdan {part}-qism)',
  cover: 'Muqova',
  definition: 'Taʼrif',
  definitionEvents: 'Davr ichida biror amal necha marta bajarilgani, kim bajarganidan qatʼi nazar.',
  definitionLearners: 'Turli oʻquvchilar; har biri bir marta hisoblanadi.',
  definitionMean: 'Oʻquvchilar oxirgi natijalarining oʻrta arifmetigi, mumkin boʻlganiga nisbatan foizda.',
  definitionMedian:
    'Oʻquvchilar oxirgi natijalarining medianasi, oʻn ballik oraliqning quyi chegarasi sifatida.',
  definitionRatio:
    '“{numerator}” koʻrsatkichining “{denominator}” koʻrsatkichiga nisbati, butun foizda; ikkinchisi kamida {base} boʻlganda koʻrsatiladi.',
  definitionStock: 'Koʻrsatkich yonidagi kunning oxiridagi oʻquvchilar.',
  definitionSum: 'Butun daqiqalar; har bir oʻquvchi uchun siyosatda belgilangan chegaragacha.',
  isWithheld:
    'Ayrim kataklarda {mark} turibdi: oʻquvchilarni himoya qilish uchun qiymat yashirilgan. Bu nol emas.',
  measure: 'Koʻrsatkich',
  minimum:
    'Har bir qiymat kamida {learners} nafar oʻquvchiga asoslanadi. Kamroq oʻquvchiga asoslangan qiymatlar va ularni hisoblab topish mumkin boʻlgan boshqa qiymatlar yashiriladi.',
  minutes: 'daqiqa',
  noneWithheld: 'Bu jadvalda yashirilgan qiymat yoʻq.',
  notes: 'Izohlar',
  period: 'Davr',
  policy: 'Oʻquvchilarga maʼlum qilingan maxfiylik siyosati',
  policyVersion: '{title}, versiyasi: {version}',
  protectedHow: 'Oʻquvchilar qanday himoyalangan',
  sheet: 'Varaq',
  table: 'Jadval',
  tableOnSheet: 'Bu varaqda bitta jadval bor.',
  tableSheet: '{number}-jadval',
  unchanged:
    'Qatorlar yonida koʻrsatilgan avvalgi kunga tegishli boʻlishi mumkin: kam sonli oʻquvchilar sabab boʻlgan oʻzgarish koʻrsatilmaydi.',
  values: 'Belgilar',
  valueNotApplicable: 'Bunday qiymat mavjud emas.',
  valueNotAvailable: 'Qiymat nomaʼlum.',
  valueWithheld: 'Oʻquvchilarni himoya qilish uchun qiymat yashirilgan.',
  verify: 'Qanday tekshiriladi',
  verifyHow:
    '{checksums} faylida bu nashrning har bir fayli uchun nazorat yigʻindisi, {signature} faylida nashr etuvchining imzosi bor.',
  version: 'Versiya',
  withheldCells: '{cells, number} ta qiymatdan {withheld, number} tasi yashirilgan.',
}
