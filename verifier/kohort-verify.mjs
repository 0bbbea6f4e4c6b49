#!/usr/bin/env node
// Checks a release of learning statistics with nothing but Node 20 or newer: no network, no packages, no source data.
//
//   node kohort-verify.mjs RELEASE [--public-key FILE] [--previous RELEASE]... [--language uz|uz-Cyrl|ru|en] [--json]
//
// Exit codes: 0 nothing wrong was found, 3 something is wrong, 2 wrong usage.
//
// Part of Kohort. Licensed under the Apache License, Version 2.0 (https://www.apache.org/licenses/LICENSE-2.0).
// Made by "npm run bundles" from the folder verifier; change it there.


// verifier/command.ts
import { readdir as readdir2, readFile as readFile3 } from "node:fs/promises";
import { parseArgs } from "node:util";

// reports/messages/check/check-language.ts
var checkLanguages = ["uz", "uz-Cyrl", "ru", "en"];
function languageOf(environment) {
  const locale = environment["LC_ALL"] || environment["LC_MESSAGES"] || environment["LANG"] || "";
  const [, language, modifier] = /^([a-z]+)(?:[_.][^@]*)?(?:@(.*))?$/.exec(locale) ?? [];
  if (language === "ru") return "ru";
  if (language === "uz") return modifier === "cyrillic" ? "uz-Cyrl" : "uz";
  return "en";
}

// reports/messages/check/printable.ts
function printable(text) {
  return text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`
  );
}

// reports/messages/cyrillic.ts
var letters = [
  ["yoʻ", "йў"],
  ["oʻ", "ў"],
  ["gʻ", "ғ"],
  ["sh", "ш"],
  ["ch", "ч"],
  ["yo", "ё"],
  ["yu", "ю"],
  ["ya", "я"],
  ["ye", "е"],
  ...Array.from("abdfghijklmnopqrstuvxyz", (latin, i) => [
    latin,
    "абдфгҳижклмнопқрстувхйз".charAt(i)
  ])
];
var words = /* @__PURE__ */ new Map([
  ["rayon", "район"],
  ["kompyuter", "компьютер"],
  ["sentabr", "сентябрь"],
  ["oktabr", "октябрь"],
  ["noyabr", "ноябрь"],
  ["dekabr", "декабрь"],
  ["aprel", "апрель"],
  ["iyul", "июль"],
  ["iyun", "июнь"],
  ["fevral", "февраль"],
  ["yanvar", "январь"]
]);
var vowels = "aeiou";
var apostrophes = /[‘’'`ʹ′]/gu;
function inCyrillic(latin) {
  return latin.replaceAll(
    /[\p{L}\p{N}ʻʼ‘’'`ʹ′._/]+/gu,
    (token) => /^[\p{Lu}\p{N}]{2,}$/u.test(token) || new RegExp("\\p{L}[._/]\\p{L}", "u").test(token) ? token : token.replaceAll(/[\p{Script=Latin}ʻʼ‘’'`ʹ′]+/gu, word)
  );
}
function word(latin) {
  const plain = latin.replaceAll(
    apostrophes,
    (_, at) => /[og]/i.test(latin.charAt(at - 1)) ? "ʻ" : "ʼ"
  );
  const lower = plain.toLowerCase();
  const whole = [...words].find(([known]) => lower.startsWith(known));
  const head = whole === void 0 ? "" : whole[1];
  let written = head === "" ? "" : capitalized(head, plain);
  for (let at = whole?.[0].length ?? 0; at < lower.length; ) {
    const [from, to] = letterAt(lower, at);
    const own2 = plain.slice(at, at + from.length);
    written += new RegExp("\\p{Lu}", "u").test(own2) ? to.charAt(0).toUpperCase() + to.slice(1) : to;
    at += from.length;
  }
  return written;
}
function letterAt(lower, at) {
  const letter = lower.charAt(at);
  if (letter === "e") return ["e", at === 0 || vowels.includes(lower.charAt(at - 1)) ? "э" : "е"];
  if (letter === "ʼ") return ["ʼ", lower.slice(at - 1, at + 2) === "sʼh" ? "" : "ъ"];
  return letters.find(([latin]) => lower.startsWith(latin, at)) ?? [letter, letter];
}
function capitalized(text, like) {
  return new RegExp("^\\p{Lu}", "u").test(like) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

// reports/messages/check/en.ts
var en = {
  markFine: "Fine",
  markWrong: "Wrong",
  markOpen: "Not checked",
  markNote: "Note",
  title: "Check of the release {release}",
  titleUnknown: "Check of a folder that holds no readable release",
  filesSigned: "Files checked: {files}. All of them are as the publisher wrote them.",
  filesListed: "Files checked: {files}. All of them are as the list of checksums says that came with them, SHA256SUMS.",
  fileChanged: "The file {file} was changed or damaged: it is not the one that was listed.",
  fileMissing: "The file {file} is missing.",
  fileAdded: "The file {file} was added: it does not belong to the release.",
  fileForeign: "{file} is a link, a folder or something else that no release holds.",
  fileUnreadable: "The file {file} cannot be read.",
  folderUnreadable: "The folder {file} cannot be read.",
  fileDisputed: "SHA256SUMS and manifest.json do not say the same of the file {file}.",
  filesMore: "Other files with faults: {count}.",
  listBroken: "The list of checksums, SHA256SUMS, is missing or not in its form: no file can be compared with it.",
  signatureFine: "The signature belongs to the key that you gave ({key}).",
  signatureMissing: "You gave a key, but {file} is missing: nobody signed.",
  signatureForm: "{file} is not in the form of a signature.",
  signatureOtherKey: "{file} was made with another key than the one that you gave.",
  signatureOtherFile: "{file} does not fit: what it signs was changed afterwards, or is something else.",
  signatureOtherComment: "The comment in {file} was changed after it was signed.",
  signatureOtherRelease: "{file} was made for another release.",
  signatureBroken: "{file} does not prove that the release is from the owner of the key that you gave.",
  signatureUnchecked: "The release is signed, but you gave no key: who made it is not proven. Ask the publisher for the public key, by another way than the release came.",
  unsigned: "The release is not signed: who made it is not proven.",
  manifestFine: "The description of the release, manifest.json, is complete and agrees with the files.",
  manifestBroken: "The description of the release, manifest.json, is missing or damaged, or says something that it may not say.",
  tablesFine: "Tables checked: {tables}, rows: {rows}. Each is complete and has the declared columns only.",
  tablesBroken: "The table {table} is not in its form: rows, columns or values are missing, added or impossible.",
  formatsFine: "The same figures stand in all other formats that were read.",
  formatsPdf: "What the PDF files show, beyond their being unchanged.",
  formatsBroken: "The file {file} does not say the same as the tables.",
  minimumFine: "Every figure shown rests on at least {learners} learners, as far as the release can tell.",
  minimumBroken: "The table {table} shows figures of fewer than {learners} learners, or what all of a group share.",
  minimumLow: "The release promises too little. Learners behind each figure, at least: {learners}.",
  sumsFine: "Totals agree with their parts, and percentages with their counts, wherever all of them are shown.",
  sumsRounded: "Figures are rounded one by one, so that totals need not agree with their parts.",
  sumsBroken: "In the table {table} figures contradict each other: totals and parts, or percentages and counts.",
  hiddenFine: "Whatever is computed from the figures shown, no hidden one turns out to be of fewer than {learners} learners.",
  hiddenFineAlone: "No total and its parts, taken by themselves, show that a hidden figure is of fewer than {learners} learners.",
  hiddenComputable: "Hidden figures that follow from one total and its parts, none of them shown to be of fewer than {learners} learners: {count}. They are hidden with their rows.",
  hiddenBroken: "In the table {table} hidden figures that rest on too few learners can be computed from the others, or nearly.",
  hiddenRounded: "Figures are rounded: what they tell of hidden ones was not checked.",
  hiddenUnproven: "Whether hidden figures can be computed could not be found out in the time given.",
  figuresOpen: "The figures of at least one table, since its files or its description are wrong.",
  previousFine: "It follows the release {release} that you gave.",
  previousFirst: "It says that it is the first release of its publisher.",
  previousFirstOdd: "It says that it is the first release of its publisher, but you gave earlier ones.",
  previousOther: "The release before, which this one names, is not among those that you gave.",
  previousOpen: "Whether it follows the release before: you gave none.",
  previousUnreadable: "The earlier release {folder} that you gave cannot be read.",
  comparedFine: "Changes on its page are against the release {release}, which you gave.",
  comparedAbsent: "The release {release}, which changes on its page are against, is not among those that you gave.",
  comparedBroken: "Changes on its page are not against the release {release} that you gave, but another one of that name.",
  previousBroken: "Figures of the table {table} are not those that an earlier release showed which you gave.",
  withdrawn: "The publisher withdrew this release on {day}. Reason: {reason}",
  withdrawnBroken: "The notice of withdrawal in the folder is damaged or belongs to another release.",
  otherFault: "Something else is wrong: {rule}.",
  limits: "Whether the learners were counted rightly: only who has the source data can tell.",
  limitsAlone: "What several sums together, other releases or other knowledge may tell of hidden figures; what the other formats ({formats}) say, beyond their being unchanged; whether the learners were counted rightly.",
  details: "For engineers:",
  verdictProven: "RESULT: nothing is wrong, and the release is from the owner of the key that you gave.",
  verdictFine: "RESULT: nothing wrong was found, but it is not proven who made the release.",
  verdictWithdrawn: "RESULT: the release was withdrawn. Do not use its figures.",
  verdictWrong: "RESULT: something is wrong with this release. Do not use it; ask the publisher."
};

// reports/messages/check/ru.ts
var ru = {
  markFine: "Верно",
  markWrong: "Неверно",
  markOpen: "Не проверено",
  markNote: "Внимание",
  title: "Проверка выпуска {release}",
  titleUnknown: "Проверка папки, в которой нет читаемого выпуска",
  filesSigned: "Проверено файлов: {files}. Все они такие, какими их записал издатель.",
  filesListed: "Проверено файлов: {files}. Все они соответствуют приложенному к ним списку контрольных сумм SHA256SUMS.",
  fileChanged: "Файл {file} изменён или повреждён: это не тот файл, который указан в списке.",
  fileMissing: "Файл {file} отсутствует.",
  fileAdded: "Файл {file} добавлен: он не относится к выпуску.",
  fileForeign: "{file} — ссылка, папка или что-то другое, чего в выпуске быть не может.",
  fileUnreadable: "Файл {file} не удаётся прочитать.",
  folderUnreadable: "Папку {file} не удаётся прочитать.",
  fileDisputed: "SHA256SUMS и manifest.json указывают разное о файле {file}.",
  filesMore: "Других файлов с ошибками: {count}.",
  listBroken: "Список контрольных сумм SHA256SUMS отсутствует или имеет неверную форму: файлы не с чем сравнить.",
  signatureFine: "Подпись сделана ключом, который вы указали ({key}).",
  signatureMissing: "Вы указали ключ, но файла {file} нет: подпись отсутствует.",
  signatureForm: "{file} не имеет формы подписи.",
  signatureOtherKey: "{file}: подпись сделана не тем ключом, который вы указали.",
  signatureOtherFile: "{file} не подходит: подписанное было изменено после подписи или это другой файл.",
  signatureOtherComment: "Комментарий в {file} изменён после подписи.",
  signatureOtherRelease: "{file}: подпись сделана для другого выпуска.",
  signatureBroken: "{file} не доказывает, что выпуск исходит от владельца указанного вами ключа.",
  signatureUnchecked: "Выпуск подписан, но вы не указали ключ: кто его составил, не доказано. Запросите у издателя открытый ключ не тем путём, которым получен выпуск.",
  unsigned: "Выпуск не подписан: кто его составил, не доказано.",
  manifestFine: "Описание выпуска manifest.json полное и соответствует файлам.",
  manifestBroken: "Описание выпуска manifest.json отсутствует, повреждено или содержит то, чего в нём быть не должно.",
  tablesFine: "Проверено таблиц: {tables}, строк: {rows}. Все таблицы полные, в них только объявленные столбцы.",
  tablesBroken: "Таблица {table} имеет неверную форму: строки, столбцы или значения пропущены, добавлены или невозможны.",
  formatsFine: "Во всех остальных прочитанных форматах стоят те же значения.",
  formatsPdf: "Что показано в файлах PDF, кроме того, что они не изменены.",
  formatsBroken: "Файл {file} расходится с таблицами.",
  minimumFine: "Каждое показанное значение основано не менее чем на {learners} учащихся, насколько это видно из выпуска.",
  minimumBroken: "В таблице {table} показаны значения, основанные менее чем на {learners} учащихся, или то, что общее у всей группы.",
  minimumLow: "Выпуск обещает слишком мало. Учащихся за каждым значением, не менее: {learners}.",
  sumsFine: "Итоги сходятся со своими частями, а проценты — с количествами, везде, где показано всё.",
  sumsRounded: "Значения округлены по отдельности, поэтому итоги могут не сходиться со своими частями.",
  sumsBroken: "В таблице {table} значения противоречат друг другу: итоги и части или проценты и количества.",
  hiddenFine: "Что бы ни вычислять по показанным значениям, ни об одном скрытом нельзя узнать, что за ним меньше {learners} учащихся.",
  hiddenFineAlone: "Ни один итог со своими частями, взятый сам по себе, не показывает, что за скрытым значением меньше {learners} учащихся.",
  hiddenComputable: "Скрытых значений, которые следуют из одного итога и его частей: {count}. Ни об одном из них не видно, что за ним меньше {learners} учащихся; они скрыты вместе со своими строками.",
  hiddenBroken: "В таблице {table} скрытые значения, основанные на слишком малом числе учащихся, можно вычислить по остальным, точно или почти точно.",
  hiddenRounded: "Значения округлены: что они говорят о скрытых, не проверялось.",
  hiddenUnproven: "За отведённое время не удалось установить, можно ли вычислить скрытые значения.",
  figuresOpen: "Значения хотя бы одной таблицы, так как её файлы или описание неверны.",
  previousFine: "Он следует за указанным вами выпуском {release}.",
  previousFirst: "Выпуск называет себя первым у своего издателя.",
  previousFirstOdd: "Выпуск называет себя первым у своего издателя, но вы указали более ранние.",
  previousOther: "Предыдущего выпуска, который здесь назван, нет среди указанных вами.",
  previousOpen: "Следует ли он за предыдущим выпуском: вы не указали ни одного.",
  previousUnreadable: "Указанный вами более ранний выпуск {folder} не удаётся прочитать.",
  comparedFine: "Изменения на его странице рассчитаны относительно указанного вами выпуска {release}.",
  comparedAbsent: "Выпуска {release}, относительно которого рассчитаны изменения на его странице, нет среди указанных вами.",
  comparedBroken: "Изменения на его странице рассчитаны не относительно указанного вами выпуска {release}, а относительно другого с тем же обозначением.",
  previousBroken: "Значения таблицы {table} расходятся с указанным вами более ранним выпуском.",
  withdrawn: "Издатель отозвал этот выпуск {day}. Причина: {reason}",
  withdrawnBroken: "Извещение об отзыве в папке повреждено или относится к другому выпуску.",
  otherFault: "Обнаружена другая ошибка: {rule}.",
  limits: "Верно ли подсчитаны учащиеся: это видно только тому, у кого есть исходные данные.",
  limitsAlone: "Что о скрытых значениях можно узнать из нескольких сумм вместе, из других выпусков или других сведений; что записано в остальных форматах ({formats}), кроме того, что они не изменены; верно ли подсчитаны учащиеся.",
  details: "Для специалистов:",
  verdictProven: "ИТОГ: ошибок нет, выпуск исходит от владельца указанного вами ключа.",
  verdictFine: "ИТОГ: ошибок не найдено, но не доказано, кто составил выпуск.",
  verdictWithdrawn: "ИТОГ: выпуск отозван. Не используйте его значения.",
  verdictWrong: "ИТОГ: с выпуском что-то не так. Не используйте его, обратитесь к издателю."
};

// reports/messages/check/uz.ts
var uz = {
  markFine: "Toʻgʻri",
  markWrong: "Xato",
  markOpen: "Tekshirilmadi",
  markNote: "Diqqat",
  title: "{release} nashrini tekshirish",
  titleUnknown: "Oʻqib boʻladigan nashr yoʻq jildni tekshirish",
  filesSigned: "Tekshirilgan fayllar: {files} ta. Ularning barchasi nashr etuvchi yozganidek.",
  filesListed: "Tekshirilgan fayllar: {files} ta. Ularning barchasi birga kelgan SHA256SUMS nazorat yigʻindilari roʻyxatiga mos.",
  fileChanged: "{file} fayli oʻzgartirilgan yoki shikastlangan: bu roʻyxatda koʻrsatilgan fayl emas.",
  fileMissing: "{file} fayli yoʻq.",
  fileAdded: "{file} fayli qoʻshilgan: u nashrga tegishli emas.",
  fileForeign: "{file} — havola, jild yoki nashrda boʻlmaydigan boshqa narsa.",
  fileUnreadable: "{file} faylini oʻqib boʻlmadi.",
  folderUnreadable: "{file} jildini oʻqib boʻlmadi.",
  fileDisputed: "SHA256SUMS va manifest.json {file} fayli haqida bir xil maʼlumot bermaydi.",
  filesMore: "Xatosi bor boshqa fayllar: {count} ta.",
  listBroken: "SHA256SUMS nazorat yigʻindilari roʻyxati yoʻq yoki shakli notoʻgʻri: fayllarni solishtirib boʻlmaydi.",
  signatureFine: "Imzo siz bergan kalitga tegishli ({key}).",
  signatureMissing: "Siz kalit berdingiz, lekin {file} yoʻq: imzo qoʻyilmagan.",
  signatureForm: "{file} imzo shaklida emas.",
  signatureOtherKey: "{file} siz bergan kalit bilan emas, boshqa kalit bilan imzolangan.",
  signatureOtherFile: "{file} mos kelmaydi: imzolangan fayl keyin oʻzgartirilgan yoki bu boshqa fayl.",
  signatureOtherComment: "{file} ichidagi izoh imzolangandan keyin oʻzgartirilgan.",
  signatureOtherRelease: "{file} boshqa nashr uchun imzolangan.",
  signatureBroken: "{file} nashr siz bergan kalit egasidan ekanini isbotlamaydi.",
  signatureUnchecked: "Nashr imzolangan, lekin siz kalit bermadingiz: uni kim tuzgani isbotlanmagan. Nashr etuvchidan ochiq kalitni nashr kelgan yoʻldan boshqa yoʻl bilan soʻrang.",
  unsigned: "Nashr imzolanmagan: uni kim tuzgani isbotlanmagan.",
  manifestFine: "Nashr tavsifi manifest.json toʻliq va fayllarga mos.",
  manifestBroken: "Nashr tavsifi manifest.json yoʻq, shikastlangan yoki unda boʻlmasligi kerak boʻlgan narsa bor.",
  tablesFine: "Tekshirilgan jadvallar: {tables} ta, qatorlar: {rows} ta. Har biri toʻliq, faqat eʼlon qilingan ustunlardan iborat.",
  tablesBroken: "{table} jadvalining shakli notoʻgʻri: qatorlar, ustunlar yoki qiymatlar tushib qolgan, qoʻshilgan yoki boʻlishi mumkin emas.",
  formatsFine: "Oʻqilgan boshqa barcha formatlarda ham xuddi shu qiymatlar turibdi.",
  formatsPdf: "PDF fayllarda nima koʻrsatilgani, ularning oʻzgarmaganidan tashqari.",
  formatsBroken: "{file} fayli jadvallarga mos emas.",
  minimumFine: "Har bir koʻrsatilgan qiymat, nashrdan bilish mumkin boʻlganicha, kamida {learners} nafar oʻquvchiga asoslanadi.",
  minimumBroken: "{table} jadvalida {learners} nafardan kam oʻquvchiga asoslangan qiymatlar yoki butun guruhga xos boʻlgan narsa koʻrsatilgan.",
  minimumLow: "Nashr juda kam himoya vaʼda qiladi: qiymatlar {learners} nafar oʻquvchiga asoslanishi mumkin.",
  sumsFine: "Hammasi koʻrsatilgan joylarda jamilar oʻz qismlariga, foizlar esa sonlarga mos keladi.",
  sumsRounded: "Qiymatlar alohida-alohida yaxlitlangan, shuning uchun jamilar qismlariga mos kelmasligi mumkin.",
  sumsBroken: "{table} jadvalida qiymatlar bir-biriga zid: jamilar va qismlar yoki foizlar va sonlar.",
  hiddenFine: "Koʻrsatilgan qiymatlardan nima hisoblanmasin, birorta yashirilgan qiymat {learners} nafardan kam oʻquvchiga asoslangani bilinmaydi.",
  hiddenFineAlone: "Birorta jami oʻz qismlari bilan, alohida olinganda, yashirilgan qiymat {learners} nafardan kam oʻquvchiga asoslanganini koʻrsatmaydi.",
  hiddenComputable: "Bitta jami va uning qismlaridan kelib chiqadigan yashirilgan qiymatlar: {count} ta. Ulardan birortasi ham {learners} nafardan kam oʻquvchiga asoslangani koʻrinmaydi; ular oʻz qatorlari bilan birga yashirilgan.",
  hiddenBroken: "{table} jadvalida juda kam oʻquvchiga asoslangan yashirilgan qiymatlarni boshqalaridan aniq yoki deyarli aniq hisoblab topish mumkin.",
  hiddenRounded: "Qiymatlar yaxlitlangan: ular yashirilganlari haqida nima deyishi tekshirilmadi.",
  hiddenUnproven: "Berilgan vaqt ichida yashirilgan qiymatlarni hisoblab topish mumkinmi, aniqlab boʻlmadi.",
  figuresOpen: "Kamida bitta jadvalning qiymatlari, chunki uning fayllari yoki tavsifi notoʻgʻri.",
  previousFine: "U siz bergan {release} nashridan keyin keladi.",
  previousFirst: "Nashr oʻzini nashr etuvchining birinchi nashri deydi.",
  previousFirstOdd: "Nashr oʻzini nashr etuvchining birinchi nashri deydi, lekin siz avvalgilarini berdingiz.",
  previousOther: "Bu nashrda nomi keltirilgan avvalgi nashr siz berganlar orasida yoʻq.",
  previousOpen: "U avvalgi nashrdan keyin keladimi: siz birorta ham avvalgi nashrni bermadingiz.",
  previousUnreadable: "Siz bergan avvalgi {folder} nashrini oʻqib boʻlmadi.",
  comparedFine: "Sahifasidagi oʻzgarishlar siz bergan {release} nashriga nisbatan hisoblangan.",
  comparedAbsent: "Sahifasidagi oʻzgarishlar {release} nashriga nisbatan hisoblangan, bu nashr siz berganlar orasida yoʻq.",
  comparedBroken: "Sahifasidagi oʻzgarishlar siz bergan {release} nashriga emas, shu nomdagi boshqa nashrga nisbatan hisoblangan.",
  previousBroken: "{table} jadvalining qiymatlari siz bergan avvalgi nashrdagilarga mos emas.",
  withdrawn: "Nashr etuvchi bu nashrni qaytarib olgan, sana: {day}. Sababi: {reason}",
  withdrawnBroken: "Jilddagi qaytarib olish haqidagi xabar shikastlangan yoki boshqa nashrga tegishli.",
  otherFault: "Boshqa xato topildi: {rule}.",
  limits: "Oʻquvchilar toʻgʻri sanalganmi: buni faqat dastlabki maʼlumotlarga ega boʻlgan kishi bila oladi.",
  limitsAlone: "Bir nechta yigʻindi birgalikda, boshqa nashrlar yoki boshqa maʼlumotlar yashirilgan qiymatlar haqida nima deyishi; boshqa formatlarda ({formats}) nima yozilgani, ularning oʻzgarmaganidan tashqari; oʻquvchilar toʻgʻri sanalganmi.",
  details: "Mutaxassislar uchun:",
  verdictProven: "Natija: xato yoʻq, nashr siz bergan kalit egasidan.",
  verdictFine: "Natija: xato topilmadi, lekin nashrni kim tuzgani isbotlanmagan.",
  verdictWithdrawn: "Natija: nashr qaytarib olingan. Uning qiymatlaridan foydalanmang.",
  verdictWrong: "Natija: bu nashrda xato bor. Undan foydalanmang, nashr etuvchiga murojaat qiling."
};

// reports/messages/check/say-check.ts
var catalogues = { en, ru, uz, "uz-Cyrl": uz };
function sayCheckIn(language) {
  const spell = language === "uz-Cyrl" ? inCyrillic : (text) => text;
  return (key, values = {}) => catalogues[language][key].split(/(\{\w+\})/).map((part) => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    return name === void 0 ? spell(part) : printable(String(values[name]));
  }).join("");
}

// reports/messages/check/statement.ts
function statement(outcome, key, values = {}) {
  return { outcome, key, values };
}
var marks = {
  fine: "markFine",
  wrong: "markWrong",
  open: "markOpen",
  note: "markNote"
};
function statementLines(statements, say) {
  const width = Math.max(...Object.values(marks).map((mark) => say(mark).length)) + 1;
  return statements.map(
    ({ outcome, key, values }) => `${`${say(marks[outcome])}:`.padEnd(width)} ${say(key, values)}`
  );
}

// verifier/minisign.ts
import { createHash, createPublicKey, verify } from "node:crypto";
var derHead = Buffer.from("302a300506032b6570032100", "hex");
function readPublicKey(text) {
  const lines = text.trim().split(/\r?\n/);
  const line = lines.length === 2 && lines[0]?.startsWith("untrusted comment:") === true ? lines[1] : lines[0];
  const bytes = bytesOf(line ?? "", 42);
  if (lines.length > 2 || bytes === null || bytes.toString("latin1", 0, 2) !== "Ed") return null;
  const key = createPublicKey({
    key: Buffer.concat([derHead, bytes.subarray(10)]),
    format: "der",
    type: "spki"
  });
  return { id: idOf(bytes), key };
}
function checkSignature(text, file, { id, key }) {
  const [untrusted, line, trusted, last, ...more] = text.split(/\r?\n/);
  const bytes = bytesOf(line ?? "", 74);
  const ofAll = bytesOf(last ?? "", 64);
  const algorithm = bytes?.toString("latin1", 0, 2);
  const head = "trusted comment: ";
  if (bytes === null || ofAll === null || untrusted?.startsWith("untrusted comment:") !== true || trusted?.startsWith(head) !== true || more.some((rest) => rest !== "") || algorithm !== "ED" && algorithm !== "Ed")
    return { problem: "signature-form" };
  if (idOf(bytes) !== id) return { problem: "signature-other-key" };
  const signature = bytes.subarray(10);
  const signed = algorithm === "ED" ? createHash("blake2b512").update(file).digest() : file;
  if (!verify(null, signed, key, signature)) return { problem: "signature-other-file" };
  const comment = trusted.slice(head.length);
  return verify(null, Buffer.concat([signature, Buffer.from(comment)]), key, ofAll) ? { comment } : { problem: "signature-other-comment" };
}
function idOf(bytes) {
  return Buffer.from(bytes.subarray(2, 10)).reverse().toString("hex").toUpperCase();
}
function bytesOf(line, length) {
  const bytes = Buffer.from(line, "base64");
  return bytes.length === length && bytes.toString("base64") === line ? bytes : null;
}

// verifier/statements.ts
var words2 = {
  "checksum-list": "listBroken",
  changed: "fileChanged",
  missing: "fileMissing",
  added: "fileAdded",
  foreign: "fileForeign",
  unreadable: "fileUnreadable",
  "unreadable-folder": "folderUnreadable",
  disputed: "fileDisputed",
  manifest: "manifestBroken",
  "signature-missing": "signatureMissing",
  "signature-form": "signatureForm",
  "signature-other-key": "signatureOtherKey",
  "signature-other-file": "signatureOtherFile",
  "signature-other-comment": "signatureOtherComment",
  "signature-other-release": "signatureOtherRelease",
  table: "tablesBroken",
  minimum: "minimumBroken",
  "minimum-low": "minimumLow",
  sums: "sumsBroken",
  hidden: "hiddenBroken",
  previous: "previousUnreadable",
  compared: "comparedBroken",
  withdrawal: "withdrawnBroken"
};
var ofFiles = [
  "checksum-list",
  "changed",
  "missing",
  "added",
  "foreign",
  "unreadable",
  "unreadable-folder",
  "disputed"
];
var ofSignatures = [
  ...["signature-missing", "signature-form", "signature-other-key"],
  ...["signature-other-file", "signature-other-comment", "signature-other-release"]
];
var filesNamed = 10;
function statementsOf(verification) {
  const { manifest, findings, files, tables } = verification;
  const learners = manifest?.limits.minimumContributors ?? 0;
  const about = (...rules) => wrong(findings, rules, learners);
  const isReadable = manifest !== null && tables !== null && tables.tables === manifest.tables.length;
  const fineOr = (key, ...rules) => {
    const faults = about(...rules);
    return faults.length > 0 || !isReadable ? faults : [statement("fine", key, { learners })];
  };
  const faultsOfFiles = about(...ofFiles);
  const filesFine = verification.signature === "valid" ? "filesSigned" : "filesListed";
  const rounding = manifest?.limits.rounding ?? null;
  return [
    ...faultsOfFiles.length === 0 ? [statement("fine", filesFine, { files })] : faultsOfFiles.slice(0, filesNamed),
    ...faultsOfFiles.length > filesNamed ? [statement("wrong", "filesMore", { count: faultsOfFiles.length - filesNamed })] : [],
    ...signatureStatements(verification, about(...ofSignatures)),
    ...manifest === null || faultsOfFiles.length > 0 ? about("manifest") : [statement("fine", "manifestFine")],
    ...about("table"),
    ...isReadable ? [statement("fine", "tablesFine", { tables: tables.tables, rows: tables.rows })] : [statement("open", "figuresOpen")],
    ...fineOr("minimumFine", "minimum", "minimum-low"),
    ...rounding?.method === "conventional" ? [...about("sums"), statement("note", "sumsRounded")] : fineOr("sumsFine", "sums"),
    ...rounding === null ? fineOr("hiddenFineAlone", "hidden") : [...about("hidden"), statement("open", "hiddenRounded")],
    ...tables === null || tables.computable === 0 ? [] : [statement("note", "hiddenComputable", { learners, count: tables.computable })],
    ...chainStatements(verification),
    ...about("previous", "compared"),
    ...comparedStatements(verification),
    ...about("withdrawal"),
    ...withdrawalStatements(verification),
    statement("open", "limitsAlone", { formats: "HTML, PDF, Excel, Parquet, DuckDB, Arrow, SDMX" })
  ];
}
function verdictOf({ passed, withdrawal, signature }) {
  if (!passed) return "verdictWrong";
  if (withdrawal !== null) return "verdictWithdrawn";
  return signature === "valid" ? "verdictProven" : "verdictFine";
}
function wrong(findings, rules, learners) {
  const said = new Map(
    findings.filter(({ rule }) => rules.includes(rule)).map(({ rule, where }) => [`${rule} ${where}`, { rule, where }])
  );
  return [...said.values()].map(
    ({ rule, where }) => statement("wrong", words2[rule], { file: where, table: where, folder: where, release: where, learners })
  );
}
function signatureStatements({ signature, keyId }, faults) {
  const own2 = {
    valid: [statement("fine", "signatureFine", { key: keyId ?? "" })],
    unchecked: [statement("open", "signatureUnchecked")],
    unsigned: keyId === null ? [statement("open", "unsigned")] : [],
    invalid: []
  }[signature];
  return [...own2, ...faults];
}
function chainStatements({ chain }) {
  if (chain?.kind === "follows") return [statement("fine", "previousFine", { release: chain.release })];
  if (chain === null) return [];
  const [outcome, key] = {
    first: ["note", "previousFirst"],
    odd: ["note", "previousFirstOdd"],
    other: ["note", "previousOther"],
    open: ["open", "previousOpen"]
  }[chain.kind];
  return [statement(outcome, key)];
}
function comparedStatements({ compared }) {
  if (compared === null || compared.kind === "other") return [];
  const { release } = compared;
  return [
    compared.kind === "same" ? statement("fine", "comparedFine", { release }) : statement("note", "comparedAbsent", { release })
  ];
}
function withdrawalStatements({ withdrawal }) {
  return withdrawal === null ? [] : [statement("note", "withdrawn", { day: withdrawal.day, reason: withdrawal.reason })];
}

// verifier/verify-folder.ts
import { createHash as createHash6 } from "node:crypto";
import { join as join3 } from "node:path";

// verifier/chain.ts
function chainOf(manifest, kept) {
  const named = manifest.previousManifestSha256;
  const before = kept.findLast(({ manifestSha256 }) => manifestSha256 === named);
  if (before !== void 0) return { kind: "follows", release: before.manifest.id };
  if (named !== null) return { kind: kept.length === 0 ? "open" : "other" };
  const isOdd = kept.some(
    ({ manifest: { project, id } }) => project === manifest.project && id !== manifest.id
  );
  return { kind: isOdd ? "odd" : "first" };
}

// verifier/read-bytes.ts
import { readFile } from "node:fs/promises";
import { join } from "node:path";
var mostBytes = 256 * 2 ** 20;
async function readBytes(folder, { sizes }, path) {
  const size = sizes.get(path);
  if (size === void 0 || size > mostBytes) return null;
  return await readFile(join(folder, path)).catch(() => null);
}
async function readTextOf(folder, content, path) {
  return (await readBytes(folder, content, path))?.toString("utf8") ?? null;
}

// verifier/check-signatures.ts
var own = "SHA256SUMS";
var ofNotice = "WITHDRAWN.json";
async function checkSignatures(folder, content, manifest, key) {
  const has = (path) => content.sizes.has(path);
  if (key === null) return { signature: has(`${own}.minisig`) ? "unchecked" : "unsigned", findings: [] };
  const judge2 = async (path) => {
    const where = `${path}.minisig`;
    const text = await readTextOf(folder, content, where);
    if (text === null)
      return [{ rule: "signature-missing", where, clause: "what a publisher with a key says is signed" }];
    const file = await readBytes(folder, content, path);
    const verdict = checkSignature(text, file ?? Buffer.alloc(0), key);
    if ("problem" in verdict)
      return [{ rule: verdict.problem, where, clause: "a signature is by the given key, of this file" }];
    const about = manifest === null ? null : `${manifest.project} ${manifest.period} v${manifest.version} ${path}`;
    return verdict.comment === about ? [] : [{ rule: "signature-other-release", where, clause: "a signature names the release that it lies in" }];
  };
  const findings = [...await judge2(own)];
  const isOwnValid = findings.length === 0;
  if (has(ofNotice) || has(`${ofNotice}.minisig`)) findings.push(...await judge2(ofNotice));
  const signature = isOwnValid ? "valid" : has(`${own}.minisig`) ? "invalid" : "unsigned";
  return { signature, findings };
}

// verifier/check-tables.ts
import { createHash as createHash2 } from "node:crypto";

// verifier/figures.ts
function valueAt(column, row) {
  return column?.[row] ?? Number.NaN;
}

// verifier/grid.ts
function gridOf(dimensions) {
  let size = 1;
  const axes = dimensions.toReversed().map(({ codes }) => {
    const sorted = codes.toSorted((a, b) => Buffer.compare(Buffer.from(a.code), Buffer.from(b.code)));
    const places = new Map(sorted.map(({ code }, i) => [code, i]));
    const children = sorted.map(() => []);
    sorted.forEach(({ parent }, i) => {
      if (parent !== null) children[places.get(parent) ?? 0]?.push(i);
    });
    const axis = {
      codes: sorted.map(({ code }) => code),
      children,
      total: places.get("_T") ?? 0,
      stride: size
    };
    size *= codes.length;
    return axis;
  });
  return { axes: axes.reverse(), size };
}
function placeOn({ codes, stride }, row) {
  return Math.floor(row / stride) % codes.length;
}
function codesOf({ axes }, row) {
  return axes.map((axis) => axis.codes[placeOn(axis, row)] ?? "");
}
function rowOfTotal(axis, row) {
  return row + (axis.total - placeOn(axis, row)) * axis.stride;
}
function rowsBelow(axis, row) {
  const place = placeOn(axis, row);
  return (axis.children[place] ?? []).map((child) => row + (child - place) * axis.stride);
}

// verifier/rounded.ts
function rangeOf(value, isCount, { rounding, minimumContributors }) {
  if (rounding === null || value === 0 && isCount) return { least: value, most: value };
  const { base, method, within } = rounding;
  const [below, above] = method === "conventional" ? [Math.floor(base / 2), Math.ceil(base / 2) - 1] : [within * base - 1, within * base - 1];
  return { least: Math.max(isCount ? minimumContributors : 0, value - below), most: value + above };
}

// verifier/minimum.ts
function minimumFindings(figures, limits) {
  const { table, grid, shown, base } = figures;
  const findings = [];
  shown.forEach((isShown, row) => {
    if (!isShown) return;
    table.baseMeasures.forEach((measure, m) => {
      const value = valueAt(base[m], row);
      for (const clause of [
        ...few(value, measure, figures, limits),
        ...subtracted(value, row, measure, figures, limits),
        ...shared(value, row, m, measure, figures, limits)
      ])
        findings.push({
          rule: "minimum",
          where: table.id,
          clause: `${clause} (${[...codesOf(grid, row), measure.name].join(", ")})`
        });
    });
  });
  return findings;
}
function few(value, { type }, { table }, limits) {
  if (type === "sum") return [];
  if (value === 0) return table.zeros === "protect" ? ["zeros are not shown in this table"] : [];
  return rangeOf(value, true, limits).most < limits.minimumContributors ? ["a figure shown rests on the least number of learners"] : [];
}
function subtracted(value, row, { within }, { table, base }, { minimumContributors, rounding }) {
  if (within === null || rounding !== null) return [];
  const of = valueAt(base[table.baseMeasures.findIndex(({ name }) => name === within)], row);
  const rest = of - value;
  if (of > 0 && (rest === 0 || value === 0)) return ["no group is shown to agree in what a measure counts"];
  return rest >= 1 && rest < minimumContributors ? ["learners who follow by subtraction are none, or the least number"] : [];
}
function shared(value, row, m, { type }, { table, grid, base }, limits) {
  if (type === "sum") return [];
  return table.dimensions.flatMap(({ sensitive, codes }, d) => {
    const axis = grid.axes[d];
    if (!sensitive || axis === void 0 || placeOn(axis, row) === axis.total) return [];
    const total = valueAt(base[m], rowOfTotal(axis, row));
    if (!(total > 0)) return [];
    if (value === 0) return ["no outcome is shown to be missing from a group"];
    const isLeaf = axis.children[placeOn(axis, row)]?.length === 0;
    const outside = rangeOf(total, true, limits).most - rangeOf(value, true, limits).least;
    return type === "learners" && isLeaf && codes.length > 2 && outside < limits.outcomeDiversity ? ["some of a group differ from its largest outcome"] : [];
  });
}

// verifier/ratios.ts
function derivedFindings(figures, limits) {
  const { table, grid, shown, base, derived } = figures;
  const findings = [];
  const column = (name) => base[table.baseMeasures.findIndex((one) => one.name === name)];
  shown.forEach((isShown, row) => {
    if (!isShown) return;
    const add = (measure, clause) => findings.push({
      rule: "sums",
      where: table.id,
      clause: `${clause} (${[...codesOf(grid, row), measure].join(", ")})`
    });
    table.baseMeasures.forEach(({ name, atMost }, m) => {
      const value = valueAt(base[m], row);
      if (limits.rounding !== null && value % limits.rounding.base !== 0)
        add(name, "a rounded figure is a multiple of its base");
      if (limits.rounding === null && atMost.some((larger) => value > valueAt(column(larger), row)))
        add(name, "a measure is not more than those that include it");
    });
    table.derivedMeasures.forEach((measure, i) => {
      const figure = derived[i]?.[row];
      if (figure === void 0) return;
      const isRight = measure.type === "ratio" ? isRatio(
        figure,
        valueAt(column(measure.numerator), row),
        valueAt(column(measure.denominator), row),
        limits
      ) : isScore(figure, measure);
      if (!isRight) add(measure.name, "a figure that follows from others is what follows");
    });
  });
  return findings;
}
function isRatio({ value, status }, numerator, denominator, limits) {
  if (denominator === 0) return status === "z";
  if (status === "c") return rangeOf(denominator, true, limits).least < limits.percentageBase;
  return status === "A" && denominator >= limits.percentageBase && value === Math.floor((200 * numerator + denominator) / (2 * denominator));
}
function isScore({ value, status }, measure) {
  if (value === null) return status !== "A";
  return measure.type === "mean" ? value <= 100 * 10 ** measure.decimals : value % 10 === 0 && value <= 90;
}

// verifier/csv.ts
function readCsv(bytes) {
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { clause: "a CSV file is UTF-8" };
  }
  if (text.startsWith("\uFEFF")) return { clause: "a CSV file begins without a byte order mark" };
  const rows = fieldsOf(text);
  if (rows === null || rows.map(lineOf).join("") !== text)
    return { clause: "a CSV file has lines that end with LF, and quotes only where they must be" };
  const width = rows[0]?.length ?? 0;
  if (rows.some((row) => row.length !== width))
    return { clause: "a CSV file has as many fields in each line" };
  return { rows };
}
function fieldsOf(text) {
  const rows = [];
  let row = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\n)/y;
  while (field.lastIndex < text.length) {
    const match = field.exec(text);
    if (match === null) return null;
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] !== "\n") continue;
    rows.push(row);
    row = [];
  }
  return row.length === 0 ? rows : null;
}
function lineOf(row) {
  return `${row.map((field) => /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field).join(",")}
`;
}

// verifier/read-figures.ts
function readFigures(bytes, table, { period }) {
  const csv = readCsv(bytes);
  if ("clause" in csv) return csv;
  const [header = [], ...rows] = csv.rows;
  const { dimensions, baseMeasures, derivedMeasures, asOf } = table;
  const measures = [...baseMeasures, ...derivedMeasures].flatMap(({ name }) => [name, `${name}_status`]);
  const times = asOf === null ? ["time_period"] : ["time_period", "as_of"];
  const columns = [...dimensions.map(({ name }) => name), ...times, ...measures];
  if (header.length !== columns.length || columns.some((name, i) => name !== header[i]))
    return { clause: "a table has exactly the declared columns, in order" };
  const grid = gridOf(dimensions);
  if (rows.length !== grid.size)
    return { clause: "a table has one row for every combination of its codes, and no other" };
  const width = dimensions.length;
  const shown = [];
  const days = [];
  const base = baseMeasures.map(() => new Float64Array(grid.size));
  const derived = derivedMeasures.map(() => []);
  for (const [r, row] of rows.entries()) {
    const at = codesOf(grid, r);
    const clause = (text) => ({ clause: `${text} (${at.join(", ")})` });
    if (at.some((code, d) => row[d] !== code)) return clause("rows are complete and sorted by their codes");
    if (row[width] !== period) return clause("time_period is the release's period");
    const figures = row.slice(width + times.length);
    const isShown = figures[1] === "A";
    const day2 = asOf === null ? "" : row[width + 1] ?? "";
    if (asOf !== null && (isShown ? !/^\d{4}-\d{2}-\d{2}$/.test(day2) || day2 > asOf : day2 !== ""))
      return clause("a row has a day, not after that of the table, exactly where it is shown");
    shown.push(isShown);
    days.push(day2 === "" ? null : day2);
    for (const [m, column] of base.entries()) {
      const value = wholeNumber(figures[2 * m] ?? "", 0);
      if (figures[2 * m + 1] !== (isShown ? "A" : "c"))
        return clause("base measures of a row are all published (A) or all confidential (c)");
      if (isShown ? value === null : figures[2 * m] !== "")
        return clause("a value is a whole number, there exactly where its status is A");
      column[r] = isShown && value !== null ? value : Number.NaN;
    }
    for (const [i, measure] of derivedMeasures.entries()) {
      const c = 2 * (base.length + i);
      const [text = "", status = ""] = [figures[c], figures[c + 1]];
      const value = wholeNumber(text, measure.type === "mean" ? measure.decimals : 0);
      if (!(isShown ? ["A", "c", "z", "x"] : ["c"]).includes(status))
        return clause("a derived measure has a status, and is confidential where its row is");
      if (status === "A" ? value === null : text !== "")
        return clause("a value is a number of its decimals, there exactly where its status is A");
      derived[i]?.push({ value: status === "A" ? value : null, status });
    }
  }
  return { table, grid, shown, days, base, derived };
}
function wholeNumber(text, decimals) {
  const pattern = decimals === 0 ? /^(0|[1-9]\d*)$/ : new RegExp(`^(0|[1-9]\\d*)\\.\\d{${decimals}}$`);
  const value = Number(text.replace(".", ""));
  return pattern.test(text) && Number.isSafeInteger(value) ? value : null;
}

// verifier/shared-cells.ts
function sharedCellFindings(tables) {
  const findings = [];
  const seen = /* @__PURE__ */ new Map();
  for (const figures of tables) {
    const { table, grid, base, days } = figures;
    table.baseMeasures.forEach((measure, m) => {
      for (let row = 0; row < grid.size; row++) {
        const codes = codesOf(grid, row);
        const key = keyOf(measure, figures, codes, days[row] ?? null);
        const value = valueAt(base[m], row);
        const before = seen.get(key);
        seen.set(key, value);
        if (before === void 0 || Object.is(before, value)) continue;
        const isHidden = Number.isNaN(before) || Number.isNaN(value);
        if (isHidden && table.asOf !== null) continue;
        findings.push({
          rule: isHidden ? "hidden" : "sums",
          where: table.id,
          clause: `a figure is the same in all tables, or hidden in all (${[...codes, measure.name].join(", ")})`
        });
      }
    });
  }
  return findings;
}
function keyOf({ counts, part }, { table }, codes, day2) {
  const terms = codes.flatMap((code, d) => code === "_T" ? [] : [[table.dimensions[d]?.name, code]]);
  if (part !== null) terms.push([part.dimension, part.code]);
  return JSON.stringify([counts, day2, table.asOf === null, ...terms.map((term) => term.join("=")).toSorted()]);
}

// verifier/sums.ts
function checkSums(figures, limits) {
  if (limits.rounding?.method === "conventional") return { findings: [], computable: 0 };
  const { table, grid, shown, days, base } = figures;
  const findings = [];
  const computable = /* @__PURE__ */ new Set();
  for (const [d, axis] of grid.axes.entries()) {
    for (let row = 0; row < grid.size; row++) {
      const parts = rowsBelow(axis, row);
      const known = [row, ...parts].filter((one) => shown[one] === true);
      if (parts.length === 0 || new Set(known.map((one) => days[one])).size > 1) continue;
      table.baseMeasures.forEach((measure, m) => {
        const isAdditive = table.dimensions[d]?.kind !== "event" || measure.overEvents === "additive";
        if (!isAdditive && parts.length > 1) return;
        const values = parts.map((part) => valueAt(base[m], part));
        const verdict = judge(valueAt(base[m], row), values, measure, table, limits);
        if (verdict === "computable") {
          const hidden = [row, ...parts].find((one) => shown[one] !== true);
          computable.add(`${hidden} ${m}`);
        } else if (verdict !== null) {
          const place = [...codesOf(grid, row), measure.name].join(", ");
          findings.push({ rule: verdict.rule, where: table.id, clause: `${verdict.clause} (${place})` });
        }
      });
    }
  }
  return { findings, computable: computable.size };
}
function judge(total, parts, { type }, { zeros }, { rounding, minimumContributors }) {
  const sum = parts.reduce((all, value) => all + (Number.isNaN(value) ? 0 : value), 0);
  const isTotalHidden = Number.isNaN(total);
  const hidden = parts.filter(Number.isNaN).length + (isTotalHidden ? 1 : 0);
  const rest = total - sum;
  if (hidden === 0) return rest === 0 ? null : { rule: "sums", clause: "a total is the sum of its parts" };
  if (rounding !== null) return null;
  if (rest < 0) return { rule: "sums", clause: "parts are not more than their total" };
  const left = isTotalHidden ? hidden === 1 ? sum : Number.NaN : rest;
  const isEmpty = left === 0 && zeros === "publish";
  if (type !== "sum" && left < minimumContributors && !isEmpty)
    return { rule: "hidden", clause: "what a sum leaves for hidden figures is the least number of learners" };
  return hidden === 1 ? "computable" : null;
}

// verifier/check-tables.ts
var floor = 5;
async function checkTables(folder, { content, listed, hashes }, manifest) {
  const findings = [];
  const read = [];
  const { limits } = manifest;
  if (limits.minimumContributors < floor)
    findings.push({
      rule: "minimum-low",
      where: "manifest.json",
      clause: `figures rest on at least ${floor} learners, whatever the policy`
    });
  for (const table of manifest.tables) {
    const path = `tables/${table.id}.csv`;
    const bytes = await readBytes(folder, content, path);
    const stated = manifest.files.find((file) => file.path === path)?.sha256;
    if (stated === void 0 || stated !== listed?.get(path) || stated !== hashes.get(path)) continue;
    if (bytes === null || createHash2("sha256").update(bytes).digest("hex") !== stated) {
      findings.push({ rule: "unreadable", where: path, clause: "a table can be read, and stays what it is" });
      continue;
    }
    const figures = attempt(() => readFigures(bytes, table, manifest));
    if ("clause" in figures) findings.push({ rule: "table", where: table.id, clause: figures.clause });
    else read.push(figures);
  }
  const sums = read.map((figures) => checkSums(figures, limits));
  return {
    // As many as there are rows: more than a call takes arguments.
    findings: [
      ...findings,
      ...read.flatMap((one) => [...minimumFindings(one, limits), ...derivedFindings(one, limits)]),
      ...sums.flatMap((one) => one.findings),
      ...limits.rounding === null ? sharedCellFindings(read) : []
    ],
    tables: read.length,
    rows: read.reduce((all, { grid }) => all + grid.size, 0),
    computable: sums.reduce((all, one) => all + one.computable, 0)
  };
}
function attempt(read) {
  try {
    return read();
  } catch {
    return { clause: "a table can be read" };
  }
}

// verifier/read-json.ts
var ShapeError = class extends Error {
};
function refuse(path, clause) {
  throw new ShapeError(`${path === "" ? "the whole" : path} must be ${clause}`);
}
function readFields(value, path, names) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return refuse(path, "an object");
  const fields = new Map(Object.entries(value));
  const known = new Set(names.map((name) => name.replace("?", "")));
  for (const name of fields.keys()) if (!known.has(name)) refuse(`${path}.${name}`, "absent");
  for (const name of names) if (!name.endsWith("?") && !fields.has(name)) refuse(`${path}.${name}`, "present");
  return fields;
}
function readText(value, path) {
  return typeof value === "string" ? value : refuse(path, "text");
}
function readTextOrNull(value, path) {
  return value === null ? null : readText(value, path);
}
function readPattern(value, path, pattern) {
  const text = readText(value, path);
  return pattern.test(text) ? text : refuse(path, `like ${pattern.source}`);
}
function readChoice(value, path, choices) {
  return choices.find((choice) => choice === value) ?? refuse(path, choices.join(" or "));
}
function readCount(value, path) {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : refuse(path, "a whole number");
}
function readFlag(value, path) {
  return typeof value === "boolean" ? value : refuse(path, "true or false");
}
function readList(value, path, read) {
  return Array.isArray(value) ? value.map((one, i) => read(one, `${path}.${i}`)) : refuse(path, "a list");
}

// verifier/check-withdrawal.ts
function checkWithdrawal(json, text, manifest, manifestSha256) {
  const broken = (where, clause) => ({
    withdrawal: null,
    findings: [{ rule: "withdrawal", where, clause }]
  });
  if (json === null)
    return text === null ? { withdrawal: null, findings: [] } : broken("WITHDRAWN.md", "a notice for people lies beside one for machines");
  try {
    const value = JSON.parse(json);
    const names = ["format", "manifest_sha256", "reason", "release", "withdrawn_on"];
    const fields = readFields(value, "notice", names);
    const sorted = Object.fromEntries(names.map((name) => [name, fields.get(name)]));
    if (`${JSON.stringify(sorted)}
` !== json)
      throw new ShapeError("a notice has one form: sorted keys, no white space, one final newline");
    readChoice(fields.get("format"), "format", ["kohort-withdrawal/1"]);
    readChoice(fields.get("release"), "release", [manifest?.id ?? ""]);
    readChoice(fields.get("manifest_sha256"), "manifest_sha256", [manifestSha256 ?? ""]);
    const day2 = readPattern(fields.get("withdrawn_on"), "withdrawn_on", /^\d{4}-\d{2}-\d{2}$/);
    const reason = readPattern(fields.get("reason"), "reason", /^[^\p{Cc}]{3,500}$/u);
    if (text !== null && text !== forPeople(manifest?.id ?? "", day2, reason))
      return broken("WITHDRAWN.md", "a notice says the same to people and to machines");
    return { withdrawal: { day: day2, reason }, findings: [] };
  } catch (error) {
    return broken("WITHDRAWN.json", error instanceof ShapeError ? error.message : "a notice is JSON");
  }
}
function forPeople(release, day2, reason) {
  return [
    "# Withdrawn\n\n",
    `Release ${release} was withdrawn on ${day2}. Do not use its figures.

`,
    `Reason: ${reason}

`,
    "The files are as they were published. What was published stays known.\n"
  ].join("");
}

// verifier/checksum-list.ts
function readChecksumList(text) {
  const hashes = /* @__PURE__ */ new Map();
  const lines = text.split("\n");
  if (lines.pop() !== "") return null;
  let last = null;
  for (const line of lines) {
    const [, sha2562, path] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    if (sha2562 === void 0 || path === void 0 || !staysInside(path)) return null;
    const bytes = Buffer.from(path);
    if (last !== null && Buffer.compare(last, bytes) >= 0) return null;
    last = bytes;
    hashes.set(path, sha2562);
  }
  return hashes;
}
function staysInside(path) {
  return !/[\\\p{Cc}]/u.test(path) && path.split("/").every((step) => step !== "" && step !== "." && step !== "..");
}

// verifier/compared.ts
function comparedOf(manifest, kept) {
  const named = manifest.comparedWith;
  if (named === null || kept.length === 0) return null;
  const release = `${manifest.project}/${named.period}/${named.version}`;
  const found = kept.find(({ manifestSha256 }) => manifestSha256 === named.manifestSha256);
  if (found !== void 0) {
    const { id, grain, start } = found.manifest;
    const isBefore = id === release && grain === manifest.grain && start < manifest.start;
    return { kind: isBefore ? "same" : "other", release };
  }
  return { kind: kept.some(({ manifest: { id } }) => id === release) ? "other" : "absent", release };
}

// verifier/file-findings.ts
var madeAfterwards = [
  ...["SHA256SUMS", "SHA256SUMS.minisig", "WITHDRAWN.json", "WITHDRAWN.md", "WITHDRAWN.json.minisig"]
];
var atTheTop = [
  ...["manifest.json", "release.duckdb", "datapackage.json", "dcat.jsonld", "structure.sdmx.json"]
];
function fileFindings({ content, hashes, listed, manifest }) {
  const found = /* @__PURE__ */ new Map();
  const add = (rule, where, clause) => {
    if (!found.has(where)) found.set(where, { rule, where, clause });
  };
  for (const path of content.foreign)
    add("foreign", path, "a release holds files and the folders tables and report");
  for (const path of content.unreadable) add("unreadable-folder", path, "every folder can be read");
  for (const [path, hash] of hashes) if (hash === null) add("unreadable", path, "every file can be read");
  if (listed === null) add("checksum-list", "SHA256SUMS", "a list of checksums is there, and in its form");
  const declared = new Map((manifest?.files ?? []).map((file) => [file.path, file]));
  if (manifest !== null && (declared.size < manifest.files.length || declared.has("manifest.json")))
    add("disputed", "manifest.json", "a manifest lists each of its files once, and not itself");
  const needed = ["manifest.json", ...(manifest?.tables ?? []).flatMap(filesOfTable)];
  if (manifest !== null) needed.push("release.duckdb");
  for (const path of /* @__PURE__ */ new Set([...needed, ...listed?.keys() ?? [], ...declared.keys()]))
    if (!content.sizes.has(path) && !content.unreadable.includes(path.split("/", 1)[0] ?? ""))
      add("missing", path, "every file of the release is there");
  for (const [path, size] of content.sizes) {
    const file = declared.get(path);
    if (madeAfterwards.includes(path)) continue;
    const isKnown = path === "manifest.json" || listed?.has(path) === true || file !== void 0;
    if (!isKnown && (listed !== null || manifest !== null)) add("added", path, "every file is listed");
    if (manifest !== null && !belongs(path, manifest))
      add("added", path, "every file belongs to a table or to the release");
    const hash = hashes.get(path);
    if (file !== void 0 && file.bytes !== size)
      add("changed", path, "a file has the size that the manifest states");
    if (hash !== void 0 && hash !== (listed?.get(path) ?? hash))
      add("changed", path, "a file has the SHA-256 that SHA256SUMS states");
    if (hash !== void 0 && hash !== (file?.sha256 ?? hash))
      add("changed", path, "a file has the SHA-256 that the manifest states");
    const isInBoth = listed?.has(path) === true && (file !== void 0 || path === "manifest.json");
    if (listed !== null && manifest !== null && !isInBoth)
      add("disputed", path, "SHA256SUMS and the manifest list the same files");
  }
  return [...found.values()];
}
function filesOfTable({ id }) {
  return [`tables/${id}.parquet`, `tables/${id}.csv`];
}
function belongs(path, { tables }) {
  if (!staysInside(path)) return false;
  const [folder, name, ...more] = path.split("/");
  if (name === void 0) return atTheTop.includes(path);
  if (more.length > 0) return false;
  if (folder === "report") return /^[a-z]+(\.[A-Za-z-]+)?\.(html|pdf|xlsx)$/.test(name);
  return folder === "tables" && tables.some(({ id }) => name.startsWith(`${id}.`));
}

// verifier/kept-releases.ts
import { createHash as createHash5 } from "node:crypto";

// verifier/list-files.ts
import { createHash as createHash3 } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join as join2 } from "node:path";
var folders = /* @__PURE__ */ new Set(["tables", "report"]);
async function listFiles(folder) {
  const sizes = /* @__PURE__ */ new Map();
  const foreign = [];
  const unreadable = [];
  const look = async (inner) => {
    const listed = readdir(join2(folder, inner), { withFileTypes: true });
    const entries = inner === "" ? await listed : await listed.catch(() => null);
    if (entries === null) unreadable.push(inner);
    for (const entry of entries ?? []) {
      const path = inner === "" ? entry.name : `${inner}/${entry.name}`;
      const size = entry.isFile() ? await sizeOf(join2(folder, path)) : null;
      if (size !== null) sizes.set(path, size);
      else if (entry.isDirectory() && folders.has(path)) await look(path);
      else foreign.push(path);
    }
  };
  await look("");
  return { sizes, foreign: foreign.sort(), unreadable };
}
async function sizeOf(path) {
  return await lstat(path).then(
    ({ size }) => size,
    () => null
  );
}
async function hashOfFile(path) {
  try {
    const hash = createHash3("sha256");
    for await (const piece of createReadStream(path)) hash.update(piece);
    return hash.digest("hex");
  } catch {
    return null;
  }
}

// verifier/read-manifest.ts
import { createHash as createHash4 } from "node:crypto";
import { isDeepStrictEqual } from "node:util";

// verifier/read-labels.ts
function readLabels(value, path) {
  const labels = readFields(value, path, ["en", "uz?", "ru?"]);
  for (const [language, text] of labels) readText(text, `${path}.${language}`);
}

// verifier/read-table-description.ts
var idPattern = /^[a-z][a-z0-9-]{0,49}$/;
var columnPattern = /^[a-z][a-z0-9_]{0,49}$/;
var dayPattern = /^\d{4}-\d{2}-\d{2}$/;
function readTable(value, path) {
  const fields = readFields(value, path, [
    ...["id", "file", "title", "fact", "dimensions", "base_measures", "derived_measures", "zeros"],
    ...["cell_budget", "as_of?"]
  ]);
  const id = readPattern(fields.get("id"), `${path}.id`, idPattern);
  readChoice(fields.get("file"), `${path}.file`, [`tables/${id}.parquet`]);
  readLabels(fields.get("title"), `${path}.title`);
  readText(fields.get("fact"), `${path}.fact`);
  readCount(fields.get("cell_budget"), `${path}.cell_budget`);
  const table = {
    id,
    dimensions: readList(fields.get("dimensions"), `${path}.dimensions`, readDimension),
    baseMeasures: readList(fields.get("base_measures"), `${path}.base_measures`, readBaseMeasure),
    derivedMeasures: readList(fields.get("derived_measures"), `${path}.derived_measures`, readDerivedMeasure),
    zeros: readChoice(fields.get("zeros"), `${path}.zeros`, ["protect", "publish"]),
    asOf: fields.has("as_of") ? readPattern(fields.get("as_of"), `${path}.as_of`, dayPattern) : null
  };
  refuseLooseNames(table, path);
  return table;
}
function refuseLooseNames({ dimensions, baseMeasures, derivedMeasures }, path) {
  const names = [...dimensions, ...baseMeasures, ...derivedMeasures].map(({ name }) => name);
  if (new Set(names).size < names.length) throw new ShapeError(`${path} must name each column once`);
  if (baseMeasures.length === 0) throw new ShapeError(`${path} must have a base measure`);
  const learners = new Set(baseMeasures.filter(({ type }) => type === "learners").map(({ name }) => name));
  const bases = new Set(baseMeasures.map(({ name }) => name));
  const ofLearners = [
    ...baseMeasures.flatMap(({ within }) => within === null ? [] : [within]),
    ...derivedMeasures.flatMap((one) => one.type === "ratio" ? [one.numerator, one.denominator] : [])
  ];
  if (!ofLearners.every((name) => learners.has(name)))
    throw new ShapeError(`${path} must compare measures that count learners`);
  if (!baseMeasures.flatMap(({ atMost }) => atMost).every((name) => bases.has(name)))
    throw new ShapeError(`${path} must bound measures by base measures`);
}
function readDimension(value, path) {
  const fields = readFields(value, path, ["name", "title", "kind", "sensitive", "codes"]);
  readLabels(fields.get("title"), `${path}.title`);
  const codes = readList(fields.get("codes"), `${path}.codes`, readCode);
  const levels = /* @__PURE__ */ new Map();
  codes.forEach(({ code, parent, level }, i) => {
    const above = parent === null ? -1 : levels.get(parent);
    const isTotal = code === "_T" && parent === null;
    if (i === 0 !== isTotal || i > 0 && parent === null || levels.has(code) || level !== (above ?? level) + 1)
      throw new ShapeError(
        `${path}.codes must begin with the one total, and have parents before their children`
      );
    levels.set(code, level);
  });
  if (codes.length === 0) throw new ShapeError(`${path}.codes must have a total`);
  return {
    name: readPattern(fields.get("name"), `${path}.name`, columnPattern),
    kind: readChoice(fields.get("kind"), `${path}.kind`, ["attribute", "outcome", "event"]),
    sensitive: readFlag(fields.get("sensitive"), `${path}.sensitive`),
    codes
  };
}
function readCode(value, path) {
  const fields = readFields(value, path, ["code", "parent", "level", "labels"]);
  readLabels(fields.get("labels"), `${path}.labels`);
  return {
    code: readPattern(fields.get("code"), `${path}.code`, /./u),
    parent: readTextOrNull(fields.get("parent"), `${path}.parent`),
    level: readCount(fields.get("level"), `${path}.level`)
  };
}
function readBaseMeasure(value, path) {
  const fields = readFields(value, path, [
    ...["name", "title", "type", "counts", "overEvents", "atMost", "within", "where", "quantity", "part"]
  ]);
  readLabels(fields.get("title"), `${path}.title`);
  for (const name of ["where", "quantity"]) readTextOrNull(fields.get(name), `${path}.${name}`);
  return {
    name: readPattern(fields.get("name"), `${path}.name`, columnPattern),
    type: readChoice(fields.get("type"), `${path}.type`, ["learners", "events", "sum"]),
    counts: readText(fields.get("counts"), `${path}.counts`),
    overEvents: readChoice(fields.get("overEvents"), `${path}.overEvents`, [
      "additive",
      "distinct",
      "latest"
    ]),
    atMost: readList(fields.get("atMost"), `${path}.atMost`, readText),
    within: readTextOrNull(fields.get("within"), `${path}.within`),
    part: readPart(fields.get("part"), `${path}.part`)
  };
}
function readPart(value, path) {
  if (value === null) return null;
  const fields = readFields(value, path, ["dimension", "code", "rest"]);
  readText(fields.get("rest"), `${path}.rest`);
  return {
    dimension: readText(fields.get("dimension"), `${path}.dimension`),
    code: readText(fields.get("code"), `${path}.code`)
  };
}
function readDerivedMeasure(value, path) {
  const own2 = ["numerator", "denominator", "score", "decimals"];
  const loose = readFields(value, path, ["name", "title", "type", ...own2.map((name2) => `${name2}?`)]);
  readLabels(loose.get("title"), `${path}.title`);
  const name = readPattern(loose.get("name"), `${path}.name`, columnPattern);
  const type = readChoice(loose.get("type"), `${path}.type`, ["ratio", "mean", "median"]);
  const names = { ratio: ["numerator", "denominator"], mean: ["score", "decimals"], median: ["score"] }[type];
  const fields = readFields(value, path, ["name", "title", "type", ...names]);
  const text = (field) => readText(fields.get(field), `${path}.${field}`);
  if (type === "ratio") return { name, type, numerator: text("numerator"), denominator: text("denominator") };
  text("score");
  return type === "mean" ? { name, type, decimals: readDecimals(fields.get("decimals"), `${path}.decimals`) } : { name, type };
}
function readDecimals(value, path) {
  const decimals = readCount(value, path);
  if (decimals > 2) throw new ShapeError(`${path} must be at most 2`);
  return decimals;
}

// verifier/read-manifest.ts
var sha256 = /^[0-9a-f]{64}$/;
var day = /^\d{4}-\d{2}-\d{2}$/;
var periodId = /^\d{4}(-(0[1-9]|1[0-2])(-\d{2})?|-W\d{2}|-Q[1-4])?$/;
var limitNames = [
  "minimumContributors",
  "intervalWidth",
  "percentageBase",
  "outcomeDiversity",
  "relativeWidth"
];
function readManifest(text) {
  try {
    const json = JSON.parse(text);
    if (`${JSON.stringify(json, null, 2)}
` !== text)
      return { clause: "a manifest has one form: each key once, two spaces, one final newline" };
    return { manifest: manifestOf(json) };
  } catch (error) {
    return { clause: error instanceof ShapeError ? error.message : "a manifest is JSON" };
  }
}
function manifestOf(json) {
  const top = readFields(json, "", [
    ...["format", "id", "project", "period", "version", "as_of", "privacy_policy", "policy", "code_version"],
    ...["tables", "audit", "formats?", "languages?", "text_version?", "files", "previous_manifest_sha256"],
    "compared_with?"
  ]);
  readChoice(top.get("format"), "format", ["kohort-release/1"]);
  const project = readFields(top.get("project"), "project", ["id", "title", "timeZone"]);
  readLabels(project.get("title"), "project.title");
  const period = readFields(top.get("period"), "period", ["id", "grain", "start", "end"]);
  readPattern(period.get("end"), "period.end", day);
  readFields(top.get("privacy_policy"), "privacy_policy", ["title", "version"]);
  const names = {
    project: readText(project.get("id"), "project.id"),
    period: readPattern(period.get("id"), "period.id", periodId),
    grain: readText(period.get("grain"), "period.grain"),
    start: readPattern(period.get("start"), "period.start", day),
    version: readCount(top.get("version"), "version")
  };
  readPattern(top.get("as_of"), "as_of", day);
  readText(top.get("code_version"), "code_version");
  const id = readChoice(top.get("id"), "id", [`${names.project}/${names.period}/${names.version}`]);
  const limits = readLimits(top.get("audit"), top.get("policy"));
  const tables = readList(top.get("tables"), "tables", readTable);
  if (new Set(tables.map((table) => table.id)).size < tables.length)
    throw new ShapeError("tables must be of different names");
  const files = readList(top.get("files"), "files", readFile2);
  for (const name of ["formats", "languages"]) readList(top.get(name) ?? [], name, readText);
  if (top.get("text_version") !== void 0) readCount(top.get("text_version"), "text_version");
  const previous = readTextOrNull(top.get("previous_manifest_sha256"), "previous_manifest_sha256");
  if (previous !== null) readPattern(previous, "previous_manifest_sha256", sha256);
  const comparedWith = readCompared(top.get("compared_with"));
  return { id, ...names, limits, tables, files, previousManifestSha256: previous, comparedWith };
}
function readCompared(value) {
  if (value === void 0) return null;
  const compared = readFields(value, "compared_with", ["period", "version", "manifest_sha256"]);
  return {
    period: readPattern(compared.get("period"), "compared_with.period", periodId),
    version: readCount(compared.get("version"), "compared_with.version"),
    manifestSha256: readPattern(compared.get("manifest_sha256"), "compared_with.manifest_sha256", sha256)
  };
}
function readFile2(value, path) {
  const file = readFields(value, path, ["path", "sha256", "bytes"]);
  return {
    path: readText(file.get("path"), `${path}.path`),
    sha256: readPattern(file.get("sha256"), `${path}.sha256`, sha256),
    bytes: readCount(file.get("bytes"), `${path}.bytes`)
  };
}
function readLimits(audit, policy) {
  const { parameters: told, sha256: hash } = fieldsOf2(policy);
  if (createHash4("sha256").update(JSON.stringify(told)).digest("hex") !== hash)
    throw new ShapeError("policy.sha256 must be that of the parameters");
  const outer = readFields(audit, "audit", ["result", "parameters"]);
  readChoice(outer.get("result"), "audit.result", ["passed"]);
  const path = "audit.parameters";
  const parameters = readFields(outer.get("parameters"), path, [...limitNames, "dominance", "rounding?"]);
  const policyOf = new Map(Object.entries(typeof told === "object" && told !== null ? told : {}));
  for (const name of [...limitNames, "dominance"])
    if (policyOf.has(name) && !isDeepStrictEqual(policyOf.get(name), parameters.get(name)))
      throw new ShapeError(`${path}.${name} must be that of the policy`);
  const count = (name) => readCount(parameters.get(name), `${path}.${name}`);
  for (const name of limitNames) count(name);
  const rounding = parameters.get("rounding");
  const limits = {
    minimumContributors: count("minimumContributors"),
    percentageBase: count("percentageBase"),
    outcomeDiversity: count("outcomeDiversity")
  };
  if (rounding === void 0) {
    if ((policyOf.get("rounding") ?? "none") !== "none")
      throw new ShapeError(`${path}.rounding must be that of the policy`);
    return { ...limits, rounding: null };
  }
  const fields = readFields(rounding, `${path}.rounding`, ["base", "method", "within"]);
  const base = readCount(fields.get("base"), `${path}.rounding.base`);
  const within = readCount(fields.get("within"), `${path}.rounding.within`);
  const method = readChoice(fields.get("method"), `${path}.rounding.method`, ["conventional", "controlled"]);
  if (![3, 5, 10].includes(base) || ![1, 2].includes(within))
    throw new ShapeError(`${path}.rounding must be to a multiple of 3, 5 or 10`);
  if (!isDeepStrictEqual(policyOf.get("rounding") ?? { base, method }, { base, method }))
    throw new ShapeError(`${path}.rounding must be that of the policy`);
  return { ...limits, rounding: { base, method, within } };
}
function fieldsOf2(policy) {
  const fields = readFields(policy, "policy", ["parameters", "sha256"]);
  return { parameters: fields.get("parameters"), sha256: fields.get("sha256") };
}

// verifier/kept-releases.ts
async function keptReleases(folders2) {
  const kept = [];
  for (const folder of folders2) {
    const bytes = await readBytes(folder, await listFiles(folder), "manifest.json");
    const read = bytes === null ? null : readManifest(bytes.toString("utf8"));
    if (bytes === null || read === null || "clause" in read) return { unreadable: folder };
    const manifestSha256 = createHash5("sha256").update(bytes).digest("hex");
    kept.push({ manifest: read.manifest, manifestSha256 });
  }
  return { kept };
}

// verifier/verify-folder.ts
async function verifyFolder(folder, key = null, previous = []) {
  const content = await listFiles(folder);
  const list = await readTextOf(folder, content, "SHA256SUMS");
  const listed = list === null ? null : readChecksumList(list);
  const bytes = await readBytes(folder, content, "manifest.json");
  const read = bytes === null ? { clause: "a release has a manifest" } : readManifest(bytes.toString("utf8"));
  const manifest = "manifest" in read ? read.manifest : null;
  const hashes = await hashesOf(folder, content, listed, manifest);
  if (bytes !== null) hashes.set("manifest.json", createHash6("sha256").update(bytes).digest("hex"));
  const evidence = { content, hashes, listed, manifest };
  const tables = manifest === null ? null : await checkTables(folder, evidence, manifest);
  const signed = await checkSignatures(folder, content, manifest, key);
  const before = await keptReleases(previous);
  const kept = "kept" in before ? before.kept : null;
  const chain = manifest === null || kept === null ? null : chainOf(manifest, kept);
  const compared = manifest === null || kept === null ? null : comparedOf(manifest, kept);
  const notice = checkWithdrawal(
    await readTextOf(folder, content, "WITHDRAWN.json"),
    await readTextOf(folder, content, "WITHDRAWN.md"),
    manifest,
    hashes.get("manifest.json") ?? null
  );
  const findings = [
    ..."clause" in read ? [{ rule: "manifest", where: "manifest.json", clause: read.clause }] : [],
    ...fileFindings(evidence),
    ...tables?.findings ?? [],
    ...signed.findings,
    ..."unreadable" in before ? [{ rule: "previous", where: before.unreadable, clause: "an earlier release has a manifest" }] : [],
    ...compared?.kind === "other" ? [
      {
        rule: "compared",
        where: compared.release,
        clause: "the release that changes are against is the earlier one of that name"
      }
    ] : [],
    ...notice.findings
  ];
  return {
    manifest,
    passed: findings.length === 0,
    files: listed?.size ?? 0,
    signature: signed.signature,
    keyId: key?.id ?? null,
    chain,
    compared,
    withdrawal: notice.withdrawal,
    tables,
    findings
  };
}
async function hashesOf(folder, { sizes }, listed, manifest) {
  const stated = new Map((manifest?.files ?? []).map((file) => [file.path, file.bytes]));
  const hashes = /* @__PURE__ */ new Map();
  for (const [path, size] of sizes) {
    const isListed = listed?.has(path) === true || stated.has(path);
    if (isListed && (stated.get(path) ?? size) === size && path !== "manifest.json")
      hashes.set(path, await hashOfFile(join3(folder, path)));
  }
  return hashes;
}

// verifier/command.ts
var usage = `usage: node kohort-verify.mjs RELEASE [--public-key FILE] [--previous RELEASE]... [--language ${checkLanguages.join("|")}] [--json]`;
var Usage = class extends Error {
};
async function run(args, environment) {
  try {
    const asked = await readArguments(args, environment);
    const verification = await verifyFolder(asked.release, asked.key, asked.previous);
    const output2 = asked.json ? asJson(verification, asked.language) : asText(verification, asked.language);
    return { exitCode: verification.passed ? 0 : 3, output: `${output2}
` };
  } catch (error) {
    if (!(error instanceof Usage)) throw error;
    return { exitCode: 2, output: `${error.message}
${usage}
` };
  }
}
async function readArguments(args, environment) {
  const { values, positionals } = parsed(args);
  const [release, ...more] = positionals;
  if (release === void 0 || more.length > 0) throw new Usage("one release folder is checked at a time");
  for (const folder of [release, ...values.previous]) await refuseNoFolder(folder);
  const named = values.language;
  const language = named === void 0 ? languageOf(environment) : checkLanguages.find((one) => one === named);
  if (language === void 0) throw new Usage(`a language is one of ${checkLanguages.join(", ")}`);
  const keyFile = values["public-key"];
  const key = keyFile === void 0 ? null : await keyOf2(keyFile);
  return { release, language, key, previous: values.previous, json: values.json };
}
function parsed(args) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        "public-key": { type: "string" },
        previous: { type: "string", multiple: true, default: [] },
        language: { type: "string" },
        json: { type: "boolean", default: false }
      }
    });
  } catch (error) {
    throw new Usage(error instanceof Error ? printable(error.message) : "options must be known");
  }
}
async function refuseNoFolder(folder) {
  const found = await readdir2(folder).catch(() => null);
  if (found === null) throw new Usage(`a release is a folder that can be read: ${printable(folder)}`);
}
async function keyOf2(file) {
  const key = readPublicKey(await readFile3(file, "utf8").catch(() => ""));
  if (key === null) throw new Usage(`a public key is a file of minisign: ${printable(file)}`);
  return key;
}
var findingsShown = 20;
function asText(verification, language) {
  const say = sayCheckIn(language);
  const { manifest, findings } = verification;
  const technical = findings.slice(0, findingsShown).map(({ rule, where, clause }) => `  ${rule}: ${printable(where)}: ${printable(clause)}`);
  return [
    manifest === null ? say("titleUnknown") : say("title", { release: manifest.id }),
    "",
    ...statementLines(statementsOf(verification), say),
    ...findings.length === 0 ? [] : ["", say("details"), ...technical],
    ...findings.length > findingsShown ? [`  + ${findings.length - findingsShown}`] : [],
    "",
    say(verdictOf(verification))
  ].join("\n");
}
function asJson(verification, language) {
  const say = sayCheckIn(language);
  const { manifest, passed, signature, withdrawal, findings, files, tables } = verification;
  return JSON.stringify({
    release: manifest?.id ?? null,
    passed,
    signature,
    withdrawn: withdrawal,
    files,
    tables: tables?.tables ?? 0,
    rows: tables?.rows ?? 0,
    findings,
    checks: statementsOf(verification).map(({ outcome, key, values }) => ({
      outcome,
      key,
      text: say(key, values)
    })),
    verdict: say(verdictOf(verification))
  });
}

// verifier/main.ts
var { exitCode, output } = await run(process.argv.slice(2), process.env);
(exitCode === 2 ? process.stderr : process.stdout).write(output);
process.exitCode = exitCode;
