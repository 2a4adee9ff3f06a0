import type { LanguageBank } from "./language-bank.ts";

type European = "de" | "fr" | "es" | "pt" | "it" | "nl" | "pl" | "tr" | "ru";

/** Nine languages of Europe and its neighbours. */
export const EUROPEAN_BANKS: Readonly<Record<European, LanguageBank>> = {
  de: {
    spaced: true,
    nouns: words(
      "Vertrag Rechnung Projekt Garten Motor Bericht Antrag Kunde Schule Rezept Reise Datenbank Wohnung Vortrag Server Lieferung Prüfung Steuer Zeitplan Angebot Fahrrad Versicherung Gespräch Tabelle",
    ),
    statements: [
      "Wir haben im letzten Monat {} und {} von # bekommen und wissen nicht weiter.",
      "Mein Chef bei # möchte, dass der Abschnitt über {} kürzer wird als der über {}.",
      "Seit der Umstellung auf # funktioniert {} nicht mehr so wie vorher mit {}.",
      "Ich habe schon versucht, {} neu zu ordnen, aber # passt nicht zu {}.",
      "Die Unterlagen zu {} liegen bei # und müssen bis Freitag mit {} ergänzt werden.",
      "Für {} brauche ich # Euro, und für {} bleibt dann fast nichts übrig.",
      "Es geht um {} in der Nähe von #, wo wir seit Jahren auch {} haben.",
      "Leider sind {} und {} in der Datei # völlig durcheinander geraten.",
    ],
    questions: [
      "Kannst du mir erklären, wie ich {} mit # am besten vorbereite?",
      "Was sollte in einem Brief an # über {} und {} stehen?",
      "Wie viel Zeit muss ich für {} bei # einplanen?",
      "Welche Fehler macht man bei {} und # besonders oft?",
    ],
  },
  fr: {
    spaced: true,
    nouns: words(
      "contrat facture projet jardin moteur rapport dossier client lycée recette voyage tableau logement exposé serveur colis examen impôt calendrier devis vélo contrat entretien budget",
    ),
    statements: [
      "Nous avons reçu le {} et le {} de # la semaine dernière sans explication.",
      "Mon responsable chez # veut que la partie sur le {} soit plus courte que celle du {}.",
      "Depuis le passage à #, le {} ne marche plus comme avant avec le {}.",
      "J'ai essayé de refaire le {} mais # ne correspond pas au {}.",
      "Les documents du {} sont chez # et il faut y ajouter le {} avant vendredi.",
      "Pour le {} il me faut # euros et il ne reste presque rien pour le {}.",
      "Il s'agit d'un {} près de #, où nous avons aussi un {} depuis des années.",
      "Dans le fichier # le {} et le {} sont complètement mélangés.",
    ],
    questions: [
      "Peux-tu m'expliquer comment préparer le {} avec # ?",
      "Que faut-il écrire à # au sujet du {} et du {} ?",
      "Combien de temps dois-je prévoir pour le {} chez # ?",
      "Quelles sont les erreurs les plus fréquentes avec le {} et # ?",
    ],
  },
  es: {
    spaced: true,
    nouns: words(
      "contrato recibo proyecto jardín motor informe expediente cliente colegio plato viaje cuadro piso discurso servidor paquete examen impuesto calendario presupuesto seguro taller curso archivo",
    ),
    statements: [
      "Hemos recibido el {} y el {} de # la semana pasada y no sabemos qué hacer.",
      "Mi jefe en # quiere que la parte sobre el {} sea más corta que la del {}.",
      "Desde el cambio a #, el {} ya no funciona como antes con el {}.",
      "He intentado ordenar el {} pero # no coincide con el {}.",
      "Los papeles del {} están en # y hay que añadir el {} antes del viernes.",
      "Para el {} necesito # euros y casi no queda nada para el {}.",
      "Se trata de un {} cerca de #, donde también tenemos un {} desde hace años.",
      "En el fichero # el {} y el {} están completamente mezclados.",
    ],
    questions: [
      "¿Puedes explicarme cómo preparar el {} con #?",
      "¿Qué debería decir a # sobre el {} y el {}?",
      "¿Cuánto tiempo tengo que reservar para el {} en #?",
      "¿Cuáles son los errores más comunes con el {} y #?",
    ],
  },
  pt: {
    spaced: true,
    nouns: words(
      "contrato recibo projeto jardim motor relatório processo cliente colégio prato roteiro quadro apartamento discurso servidor pacote exame imposto calendário orçamento seguro cadastro curso arquivo",
    ),
    statements: [
      "Nós recebemos o {} e o {} de # na semana passada e não sabemos o que fazer.",
      "Meu chefe na # quer que a parte sobre o {} fique mais curta do que a do {}.",
      "Desde a mudança para #, o {} não funciona mais como antes com o {}.",
      "Eu já tentei arrumar o {} mas # não combina com o {}.",
      "Os documentos do {} estão com # e é preciso juntar o {} até sexta.",
      "Para o {} eu preciso de # reais e não sobra quase nada para o {}.",
      "Trata-se de um {} perto de #, onde também temos um {} há anos.",
      "No ficheiro # o {} e o {} estão totalmente misturados.",
    ],
    questions: [
      "Você pode me explicar como preparar o {} com #?",
      "O que devo escrever para # sobre o {} e o {}?",
      "Quanto tempo eu preciso reservar para o {} na #?",
      "Quais são os erros mais comuns com o {} e #?",
    ],
  },
  it: {
    spaced: true,
    nouns: words(
      "contratto conto progetto giardino motore rapporto modulo cliente liceo piatto viaggio quadro discorso pacco esame calendario preventivo corso archivio bilancio negozio permesso verbale catalogo",
    ),
    statements: [
      "Abbiamo ricevuto il {} e il {} da # la settimana scorsa e non sappiamo che fare.",
      "Il mio capo alla # vuole che la parte sul {} sia più breve di quella sul {}.",
      "Dopo il passaggio a # il {} non funziona più come prima con il {}.",
      "Ho già provato a rifare il {} ma # non corrisponde al {}.",
      "I documenti del {} sono da # e bisogna aggiungere il {} entro venerdì.",
      "Per il {} mi servono # euro e non resta quasi niente per il {}.",
      "Si tratta di un {} vicino a #, dove da anni abbiamo anche un {}.",
      "Nel file # il {} e il {} sono del tutto confusi.",
    ],
    questions: [
      "Mi puoi spiegare come preparare il {} con #?",
      "Che cosa devo scrivere a # sul {} e sul {}?",
      "Quanto tempo devo prevedere per il {} da #?",
      "Quali sono gli errori più comuni con il {} e #?",
    ],
  },
  nl: {
    spaced: true,
    nouns: words(
      "contract rekening project tuin motor verslag aanvraag klant school recept reis overzicht woning lezing server levering toets belasting planning offerte fiets verzekering gesprek tabel",
    ),
    statements: [
      "We hebben vorige week de {} en de {} van # gekregen en weten niet wat we moeten doen.",
      "Mijn baas bij # wil dat het deel over de {} korter wordt dan dat over de {}.",
      "Sinds de overstap naar # werkt de {} niet meer zoals vroeger met de {}.",
      "Ik heb al geprobeerd de {} te ordenen maar # past niet bij de {}.",
      "De stukken over de {} liggen bij # en moeten voor vrijdag met de {} worden aangevuld.",
      "Voor de {} heb ik # euro nodig en er blijft bijna niets over voor de {}.",
      "Het gaat om een {} in de buurt van #, waar we ook al jaren een {} hebben.",
      "In het bestand # zijn de {} en de {} helemaal door elkaar geraakt.",
    ],
    questions: [
      "Kun je mij uitleggen hoe ik de {} met # het beste voorbereid?",
      "Wat moet er in een brief aan # over de {} en de {} staan?",
      "Hoeveel tijd moet ik voor de {} bij # rekenen?",
      "Welke fouten worden er met de {} en # het meest gemaakt?",
    ],
  },
  pl: {
    spaced: true,
    nouns: words(
      "umowa faktura projekt ogród silnik raport wniosek klient szkoła przepis podróż tabela mieszkanie wykład serwer dostawa egzamin podatek harmonogram oferta rower ubezpieczenie rozmowa budżet",
    ),
    statements: [
      "W zeszłym tygodniu przyszły {} i {} od # i nie wiemy, co z tym zrobić.",
      "Mój szef w # chce, żeby część o temacie {} była krótsza niż część {}.",
      "Od czasu przejścia na # nasz {} nie działa już tak jak {}.",
      "Już próbowałem poprawić {}, ale # nie pasuje do słowa {}.",
      "Dokumenty {} są w # i do piątku trzeba dodać {}.",
      "Na {} potrzebuję # złotych, a na {} nie zostaje prawie nic.",
      "Chodzi o {} niedaleko #, gdzie od lat mamy też {}.",
      "W pliku # wszystko, czyli {} oraz {}, jest pomieszane.",
    ],
    questions: [
      "Czy możesz mi wyjaśnić, jak przygotować {} z #?",
      "Co powinienem napisać do # o sprawach {} i {}?",
      "Ile czasu potrzeba na {} w #?",
      "Jakie błędy są najczęstsze, gdy jest {} i #?",
    ],
  },
  tr: {
    spaced: true,
    nouns: words(
      "sözleşme fatura proje bahçe motor rapor başvuru müşteri okul tarif gezi tablo daire sunum sunucu teslimat sınav vergi takvim teklif bisiklet sigorta görüşme bütçe",
    ),
    statements: [
      "Geçen hafta # tarafından gelen {} ve {} için ne yapacağımızı bilmiyoruz.",
      "Müdürüm # için {} bölümünün {} bölümünden daha kısa olmasını istiyor.",
      "Biz # sistemine geçtikten sonra {} artık {} ile eskisi gibi çalışmıyor.",
      "Daha önce {} konusunu düzeltmeyi denedim ama # ile {} uyuşmuyor.",
      "Bu {} belgeleri # içinde ve cuma gününe kadar {} eklenmeli.",
      "Bana {} için # lira lazım ve {} için neredeyse hiçbir şey kalmıyor.",
      "Konu # yakınında bir {} ve orada yıllardır bir {} de var.",
      "Maalesef # dosyasında {} ve {} tamamen karışmış durumda.",
    ],
    questions: [
      "Bana # ile {} nasıl hazırlanır, bunu açıklar mısın?",
      "Peki # için {} ve {} hakkında ne yazmalıyım?",
      "Acaba {} için # ne kadar zaman ister?",
      "En çok hangi hatalar {} ve # ile yapılıyor?",
    ],
  },
  ru: {
    spaced: true,
    nouns: words(
      "договор счёт проект сад мотор отчёт запрос клиент класс рецепт маршрут список ремонт доклад сервер заказ экзамен налог график бюджет велосипед полис разговор архив",
    ),
    statements: [
      "На прошлой неделе мы получили {} и {} от # и не знаем, что с этим делать.",
      "Мой начальник в # хочет, чтобы {} был короче, чем {}.",
      "После перехода на # наш {} больше не работает так, как {}.",
      "Я уже пробовал исправить {}, но # не подходит под {}.",
      "Документы про {} лежат у #, и до пятницы надо добавить {}.",
      "На {} мне нужно # рублей, и на {} почти ничего не остаётся.",
      "Речь идёт про {} рядом с #, где у нас много лет есть и {}.",
      "В файле # теперь {} и {} совсем перепутаны.",
    ],
    questions: [
      "Можешь объяснить, как подготовить {} для #?",
      "Что мне написать в # про {} и {}?",
      "Сколько времени нужно на {} в #?",
      "Какие ошибки чаще всего бывают, когда есть {} и #?",
    ],
  },
};

function words(list: string): readonly string[] {
  return list.split(" ");
}
