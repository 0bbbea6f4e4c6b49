import type { CheckCatalogue } from './en.ts'

/** In the Latin alphabet; the Cyrillic one follows from it. */
export const uz: CheckCatalogue = {
  markFine: 'Toʻgʻri',
  markWrong: 'Xato',
  markOpen: 'Tekshirilmadi',
  markNote: 'Diqqat',
  title: '{release} nashrini tekshirish',
  titleUnknown: 'Oʻqib boʻladigan nashr yoʻq jildni tekshirish',

  filesSigned: 'Tekshirilgan fayllar: {files} ta. Ularning barchasi nashr etuvchi yozganidek.',
  filesListed:
    'Tekshirilgan fayllar: {files} ta. Ularning barchasi birga kelgan SHA256SUMS nazorat yigʻindilari roʻyxatiga mos.',
  fileChanged: '{file} fayli oʻzgartirilgan yoki shikastlangan: bu roʻyxatda koʻrsatilgan fayl emas.',
  fileMissing: '{file} fayli yoʻq.',
  fileAdded: '{file} fayli qoʻshilgan: u nashrga tegishli emas.',
  fileForeign: '{file} — havola, jild yoki nashrda boʻlmaydigan boshqa narsa.',
  fileUnreadable: '{file} faylini oʻqib boʻlmadi.',
  folderUnreadable: '{file} jildini oʻqib boʻlmadi.',
  fileDisputed: 'SHA256SUMS va manifest.json {file} fayli haqida bir xil maʼlumot bermaydi.',
  filesMore: 'Xatosi bor boshqa fayllar: {count} ta.',
  listBroken:
    'SHA256SUMS nazorat yigʻindilari roʻyxati yoʻq yoki shakli notoʻgʻri: fayllarni solishtirib boʻlmaydi.',

  signatureFine: 'Imzo siz bergan kalitga tegishli ({key}).',
  signatureMissing: 'Siz kalit berdingiz, lekin {file} yoʻq: imzo qoʻyilmagan.',
  signatureForm: '{file} imzo shaklida emas.',
  signatureOtherKey: '{file} siz bergan kalit bilan emas, boshqa kalit bilan imzolangan.',
  signatureOtherFile: '{file} mos kelmaydi: imzolangan fayl keyin oʻzgartirilgan yoki bu boshqa fayl.',
  signatureOtherComment: '{file} ichidagi izoh imzolangandan keyin oʻzgartirilgan.',
  signatureOtherRelease: '{file} boshqa nashr uchun imzolangan.',
  signatureBroken: '{file} nashr siz bergan kalit egasidan ekanini isbotlamaydi.',
  signatureUnchecked:
    'Nashr imzolangan, lekin siz kalit bermadingiz: uni kim tuzgani isbotlanmagan. Nashr etuvchidan ochiq kalitni nashr kelgan yoʻldan boshqa yoʻl bilan soʻrang.',
  unsigned: 'Nashr imzolanmagan: uni kim tuzgani isbotlanmagan.',

  manifestFine: 'Nashr tavsifi manifest.json toʻliq va fayllarga mos.',
  manifestBroken:
    'Nashr tavsifi manifest.json yoʻq, shikastlangan yoki unda boʻlmasligi kerak boʻlgan narsa bor.',
  tablesFine:
    'Tekshirilgan jadvallar: {tables} ta, qatorlar: {rows} ta. Har biri toʻliq, faqat eʼlon qilingan ustunlardan iborat.',
  tablesBroken:
    '{table} jadvalining shakli notoʻgʻri: qatorlar, ustunlar yoki qiymatlar tushib qolgan, qoʻshilgan yoki boʻlishi mumkin emas.',
  formatsFine: 'Oʻqilgan boshqa barcha formatlarda ham xuddi shu qiymatlar turibdi.',
  formatsPdf: 'PDF fayllarda nima koʻrsatilgani, ularning oʻzgarmaganidan tashqari.',
  formatsBroken: '{file} fayli jadvallarga mos emas.',

  minimumFine:
    'Har bir koʻrsatilgan qiymat, nashrdan bilish mumkin boʻlganicha, kamida {learners} nafar oʻquvchiga asoslanadi.',
  minimumBroken:
    '{table} jadvalida {learners} nafardan kam oʻquvchiga asoslangan qiymatlar yoki butun guruhga xos boʻlgan narsa koʻrsatilgan.',
  minimumLow: 'Nashr juda kam himoya vaʼda qiladi: qiymatlar {learners} nafar oʻquvchiga asoslanishi mumkin.',
  sumsFine: 'Hammasi koʻrsatilgan joylarda jamilar oʻz qismlariga, foizlar esa sonlarga mos keladi.',
  sumsRounded:
    'Qiymatlar alohida-alohida yaxlitlangan, shuning uchun jamilar qismlariga mos kelmasligi mumkin.',
  sumsBroken: '{table} jadvalida qiymatlar bir-biriga zid: jamilar va qismlar yoki foizlar va sonlar.',
  hiddenFine:
    'Koʻrsatilgan qiymatlardan nima hisoblanmasin, birorta yashirilgan qiymat {learners} nafardan kam oʻquvchiga asoslangani bilinmaydi.',
  hiddenFineAlone:
    'Birorta jami oʻz qismlari bilan, alohida olinganda, yashirilgan qiymat {learners} nafardan kam oʻquvchiga asoslanganini koʻrsatmaydi.',
  hiddenComputable:
    'Bitta jami va uning qismlaridan kelib chiqadigan yashirilgan qiymatlar: {count} ta. Ulardan birortasi ham {learners} nafardan kam oʻquvchiga asoslangani koʻrinmaydi; ular oʻz qatorlari bilan birga yashirilgan.',
  hiddenBroken:
    '{table} jadvalida juda kam oʻquvchiga asoslangan yashirilgan qiymatlarni boshqalaridan aniq yoki deyarli aniq hisoblab topish mumkin.',
  hiddenRounded: 'Qiymatlar yaxlitlangan: ular yashirilganlari haqida nima deyishi tekshirilmadi.',
  hiddenUnproven: 'Berilgan vaqt ichida yashirilgan qiymatlarni hisoblab topish mumkinmi, aniqlab boʻlmadi.',
  figuresOpen: 'Kamida bitta jadvalning qiymatlari, chunki uning fayllari yoki tavsifi notoʻgʻri.',

  previousFine: 'U siz bergan {release} nashridan keyin keladi.',
  previousFirst: 'Nashr oʻzini nashr etuvchining birinchi nashri deydi.',
  previousFirstOdd:
    'Nashr oʻzini nashr etuvchining birinchi nashri deydi, lekin siz avvalgilarini berdingiz.',
  previousOther: 'Bu nashrda nomi keltirilgan avvalgi nashr siz berganlar orasida yoʻq.',
  previousOpen: 'U avvalgi nashrdan keyin keladimi: siz birorta ham avvalgi nashrni bermadingiz.',
  previousUnreadable: 'Siz bergan avvalgi {folder} nashrini oʻqib boʻlmadi.',
  comparedFine: 'Sahifasidagi oʻzgarishlar siz bergan {release} nashriga nisbatan hisoblangan.',
  comparedAbsent:
    'Sahifasidagi oʻzgarishlar {release} nashriga nisbatan hisoblangan, bu nashr siz berganlar orasida yoʻq.',
  comparedBroken:
    'Sahifasidagi oʻzgarishlar siz bergan {release} nashriga emas, shu nomdagi boshqa nashrga nisbatan hisoblangan.',
  previousBroken: '{table} jadvalining qiymatlari siz bergan avvalgi nashrdagilarga mos emas.',

  withdrawn: 'Nashr etuvchi bu nashrni qaytarib olgan, sana: {day}. Sababi: {reason}',
  withdrawnBroken: 'Jilddagi qaytarib olish haqidagi xabar shikastlangan yoki boshqa nashrga tegishli.',

  otherFault: 'Boshqa xato topildi: {rule}.',
  limits: 'Oʻquvchilar toʻgʻri sanalganmi: buni faqat dastlabki maʼlumotlarga ega boʻlgan kishi bila oladi.',
  limitsAlone:
    'Bir nechta yigʻindi birgalikda, boshqa nashrlar yoki boshqa maʼlumotlar yashirilgan qiymatlar haqida nima deyishi; boshqa formatlarda ({formats}) nima yozilgani, ularning oʻzgarmaganidan tashqari; oʻquvchilar toʻgʻri sanalganmi.',
  details: 'Mutaxassislar uchun:',

  verdictProven: 'Natija: xato yoʻq, nashr siz bergan kalit egasidan.',
  verdictFine: 'Natija: xato topilmadi, lekin nashrni kim tuzgani isbotlanmagan.',
  verdictWithdrawn: 'Natija: nashr qaytarib olingan. Uning qiymatlaridan foydalanmang.',
  verdictWrong: 'Natija: bu nashrda xato bor. Undan foydalanmang, nashr etuvchiga murojaat qiling.',
}
