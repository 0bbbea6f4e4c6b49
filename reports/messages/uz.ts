import type { Catalogue } from './en.ts'
import { pageUz } from './page/uz.ts'

/** In the Latin alphabet; the Cyrillic one follows from it. */
export const uz: Catalogue = {
  ...pageUz,
  asOf: 'Holat sanasi',
  category: 'Kod',
  cite: 'Qanday iqtibos keltiriladi',
  citation: '{title}. {period}, {version}-talqin. Maʼlumotlar {asOf} holatiga.',
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
    '{numerator} soni {denominator} soniga boʻlinadi, butun foizda; boʻluvchi kamida {base} boʻlganda koʻrsatiladi.',
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
  policyVersion: '{title}, {version}-talqin',
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
  version: 'Talqin',
  withheldCells: '{cells, number} ta qiymatdan {withheld, number} tasi yashirilgan.',
}
