/**
 * Function words by language, in the order of their codes from 1 on (`LANGUAGES`): each a token of its own, lower case.
 * Where languages share a word, both lists have it, and it decides nothing between them. Of languages that share a script
 * with a larger one (uk, bg, fa, ur, mr), only words that the larger one lacks.
 */
export const FUNCTION_WORDS: Readonly<Record<string, readonly string[]>> = {
  en: words(
    "the of and to is that it you for with this are what how a in your write my can do not from an be i",
  ),
  de: words(
    "der die das und ist nicht ein eine zu mit auf für von wie sie ich den dem des im wird auch es werden",
  ),
  fr: words(
    "le la les des et est un une que pour dans qui pas sur avec du je vous ce au en de il sont comment",
  ),
  es: words("el la los las de y que en un una es por con para del como no se lo qué al su cómo más mi"),
  pt: words("o os as de e que em um uma é para com não do da por como no na mais dos seu você são ao"),
  it: words("il di che è un una per con non del della i gli le sono come e la in si da dei nel più questo"),
  nl: words("de het een en van is dat niet op te voor met zijn je ik wat hoe die aan er in deze naar ook"),
  pl: words("i w nie na się że z do jest to jak co o jako dla od czy po tego są przez być oraz"),
  tr: words("ve bir bu için ile ne da de mi gibi olarak daha çok nasıl olan var bana en şu değil kadar her"),
  vi: words("là và của có cho không một được trong với những các người tôi này để về như khi bạn thế nào"),
  id: words(
    "yang dan di untuk dengan ini itu dari pada adalah tidak dalam saya akan apa atau bagaimana ke anda ada",
  ),
  ro: words("și de la în cu nu pe un o care este din pentru mai ce sunt să ca se al cum fi"),
  cs: words("a je se v na že to s z do jak pro co jako by si o ve jsou které pro není jsem od"),
  sv: words("och att det är en som på för med av den inte till jag ett om har hur vad du kan från"),
  da: words("og at det er en som på for med af den ikke til jeg et om har hvordan hvad du kan fra hvad der"),
  no: words("og å det er en som på for med av den ikke til jeg et om har hvordan hva du kan fra hva der"),
  fi: words("ja on ei että se en mitä miten kuin myös ole mutta tai joka ovat ne hän minä voi kun olla sen"),
  hu: words("a az és hogy nem egy is van mi ez meg de csak azt mint vagy milyen el hogyan ha volt kell"),
  tl: words("ang ng sa na mga at ay si ko mo ito hindi para kung paano ano ako nang may isang po"),
  sw: words("ya na wa kwa ni za katika la kama hii cha yake nini mimi jinsi vya hiyo kuwa gani au sana"),
  uk: words("і та що це як або який є його від й чи ти які щоб він бути про"),
  bg: words("се че са ще съм като този тази със във това които който ми също"),
  fa: words("که این را از است در می های با برای چه یک شما چگونه خود کنید"),
  ur: words("ہے کے میں کی اور کا سے کو نے یہ ہیں کیا پر ایک نہیں آپ بھی کہ تھا"),
  mr: words("आहे आणि च्या मध्ये नाही आहेत काय मी कसे आपण"),
};

function words(list: string): readonly string[] {
  return [...new Set(list.split(" "))];
}
