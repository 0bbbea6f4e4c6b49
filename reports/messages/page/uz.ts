import type { PageCatalogue } from './page-catalogue.ts'

export const pageUz: PageCatalogue = {
  accuracyAudit:
    'Eʼlon qilishdan oldin barcha eʼlon qilingan maʼlumotlardan nima kelib chiqishi tekshirilgan. Juda kam oʻquvchiga asoslangan qiymatni hisoblab ham, {width} dan tor oraliqqa joylashtirib ham boʻlmaydi.',
  accuracyPercentages: 'Foizlar butun sonlarda va faqat boʻluvchi kamida {base} boʻlganda koʻrsatiladi.',
  accuracyRounded:
    'Sonlar {base} ga karrali qilib yaxlitlangan, shu sababli yigʻindilar biroz farq qilishi mumkin.',
  accuracyUnrounded: 'Sonlar yaxlitlanmasdan berilgan.',
  accessibilityFiles:
    'Xuddi shu qiymatlar dasturlar oʻqiydigan fayllarda ham bor; nashrning barcha fayllari shu sahifada sanab oʻtilgan.',
  accessibilityLanguages: 'Sahifa nashrning har bir tilida bor va tarmoqqa ulanmasdan ochiladi.',
  allCodes: 'Barchasi',
  allRows: 'Barcha qatorlar koʻrsatilgan: {total}.',
  breakAdmission:
    'Kimlar hisobga olinishi qoidalari {previous} davridagidan boshqacha: qiymatlar shuning oʻzi sababli ham farq qilishi mumkin.',
  breakThresholds:
    'Maʼlumotlarni himoya qilish chegaralari {previous} davridagidan boshqacha: yashirilgan qiymatlar soni shuning oʻzi sababli ham oʻzgargan boʻlishi mumkin.',
  breakRounding:
    '{previous} davri qiymatlari boshqacha yaxlitlangan, shu sababli unga nisbatan oʻzgarish koʻrsatilmaydi.',
  breakMinutes:
    '{previous} davrida har bir oʻquvchining daqiqalari boshqa chegaragacha qoʻshilgan, shu sababli ularning oʻzgarishi koʻrsatilmaydi.',
  byDimensions: '{measures}. Kesimlar: {dimensions}. Davr: {period}.',
  byNothing: '{measures}. Davr: {period}.',
  changeCount: '{previous} davriga nisbatan {change} (oʻshanda {base})',
  changeCountShare: '{previous} davriga nisbatan {change}, yaʼni {percent} % (oʻshanda {base})',
  changeNone: 'Taqqoslash uchun avvalgi qiymat yoʻq.',
  changePoints: '{previous} davriga nisbatan {change} foiz bandi (oʻshanda {base} %)',
  changeStanding: '{previous} davridagidan yangiroq qiymat yoʻq.',
  changeUnchanged: '{previous} davriga nisbatan oʻzgarmagan.',
  changeWithheld: '{previous} davri bilan taqqoslanmaydi: ikki qiymatdan biri yashirilgan.',
  codes: '{codes, number} ta toifa, jamidan quyida {levels, number} ta daraja',
  comparedVersion:
    '{previous} davri uchun {version}-versiya qiymatlari olingan: undan keyingi versiya qaytarib olingan.',
  dimension: 'Kesim',
  dimensions: 'Kesimlar',
  dqafAccessibility: 'Ochiqlik',
  dqafAccuracy: 'Aniqlik va ishonchlilik',
  dqafIntegrity: 'Xolislik kafolatlari',
  dqafPrerequisites: 'Sifatning dastlabki shartlari',
  dqafServiceability: 'Foydalanishga qulaylik',
  dqafSoundness: 'Uslubiy asoslanganlik',
  definitions: 'Koʻrsatkichlar taʼriflari',
  download: 'Shu qatorlarni yuklab olish (CSV)',
  file: 'Fayl',
  fileArrow: '{program} uchun jadval',
  fileCsv: 'Matn koʻrinishidagi jadval (CSV)',
  fileDatabase: 'Barcha jadvallar bitta {program} bazasida',
  fileDescription: 'Dasturlar va kataloglar uchun tavsif',
  fileManifest: 'Nashr haqida maʼlumot, kodlar roʻyxatlari va nazorat yigʻindilari',
  fileParquet: '{program} formatidagi jadval',
  filePage: 'Shu sahifa tillardan birida',
  fileSdmx: 'SDMX-CSV formatidagi jadval',
  fileSums: 'Barcha fayllarning nazorat yigʻindilari',
  fileWorkbook: 'Barcha jadvallar bitta kitobda, tillardan birida',
  files: 'Shu nashrning fayllari',
  filters: 'Jadval filtrlari: {title}',
  integrityCode:
    'Barcha qiymatlar bitta dastur, {program} {version}, yordamida oldindan belgilangan qoidalar boʻyicha olingan.',
  integrityVersions:
    'Eʼlon qilingan maʼlumot oʻzgartirilmaydi: tuzatish yangi versiya sifatida chiqadi, qaytarib olingan nashr esa belgilab qoʻyiladi. Bir davrning qaytarib olinmagan versiyalaridan oxirgisidan foydalaning.',
  keyFigures: 'Asosiy koʻrsatkichlar',
  keyFiguresAlone: 'Davr yakunlari: {period}. Taqqoslash uchun avvalgi davr yoʻq.',
  keyFiguresCompared: 'Davr yakunlari: {period}; taqqoslash davri: {previous}.',
  languages: 'Tillar',
  methodology: 'Uslubiyot va sifat',
  methodologyIntro: 'Xalqaro valyuta jamgʻarmasining maʼlumotlar sifatini baholash tizimi (DQAF) tartibida.',
  nextRows: 'Keyingi qatorlar',
  noRows: 'Filtrlarga mos qator yoʻq.',
  noRowsCarried:
    'Shu sahifadagi {carried} ta qator ichida filtrlarga mosi yoʻq; jadvalda jami {total} ta qator bor, qolganlari bu yerda qidirilmaydi.',
  notStated:
    '“Koʻrsatilmagan” alohida toifadir: manbada javob yoʻq, bunday oʻquvchilar shu toifada hisoblanadi.',
  onlyFirst: 'Dastlabki {rows, number} ta qator koʻrsatilgan. Barcha qatorlar {file} faylida.',
  onThisPage: 'Shu sahifada',
  pageNavigation: 'Jadval qatorlari: {title}',
  prerequisitesAggregates:
    'Nashrda faqat umumlashtirilgan maʼlumotlar bor, alohida oʻquvchi haqida yozuv yoʻq.',
  prerequisitesPolicy:
    'Bunday statistika haqida oʻquvchilarga “{title}” maxfiylik siyosatida (versiyasi: {version}) maʼlum qilingan.',
  previousRows: 'Oldingi qatorlar',
  reset: 'Barcha qatorlarni qayta koʻrsatish',
  rowsShown:
    'Filtrga mos {matching} ta qatordan {from}–{to}-qatorlar koʻrsatilgan; jadvalda jami {total} ta qator bor.',
  rowsShownCarried:
    'Shu sahifadagi {carried} ta qator ichida filtrga mos {matching} tasidan {from}–{to}-qatorlar koʻrsatilgan; jadvalda jami {total} ta qator bor.',
  serviceabilityPeriod: 'Davr uzunligi: {grain}. Bu nashr davri: {period}.',
  serviceabilityTimes: 'Maʼlumotlar {asOf} holatiga koʻra berilgan.',
  grainDay: 'kun',
  grainMonth: 'oy',
  grainQuarter: 'chorak',
  grainWeek: 'hafta',
  grainYear: 'yil',
  skip: 'Mazmunga oʻtish',
  sortHint: 'Saralash uchun ustun sarlavhasini tanlang; yashirilgan qiymatlar doim oxirida turadi.',
  soundnessCodes:
    'Toifalar {file} faylidagi kodlar roʻyxatlaridan olingan; koʻrsatkichlar shu sahifada taʼriflangan.',
  soundnessPopulation:
    'Qiymatlar shu maktab oʻquvchilariga tegishli. Ular hududning butun aholisini tavsiflamaydi.',
  tables: 'Jadvallar',
  tooLong:
    'Jadvalda {total, number} ta qator bor, bu sahifa uchun juda koʻp. Bu yerda kodlar roʻyxati tartibida dastlabki {rows, number} tasi berilgan; barchasi {file} faylida.',
  verifyCommands: 'Nashr jildida, nashr etuvchining ochiq kaliti bilan:',
  verifyKey:
    'Ochiq kalitni nashrdan boshqa yoʻl bilan oling: uning yonida turgan kalit hech narsani isbotlamaydi.',
  withheldMeans:
    '“Yashirilgan” toifa emas: oʻquvchilarni himoya qilish uchun qiymat koʻrsatilmagan. Belgi uning katta-kichikligini ham, qaysi qoida boʻyicha yashirilganini ham bildirmaydi.',
}
