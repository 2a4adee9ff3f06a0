import type { Side } from "../corpus.ts";
import type { Language } from "../speech/language.ts";
import { CHINESE_EXPERT } from "./wordings.ts";
import type { WordingBank } from "./wordings.ts";

/**
 * Reasoning elicitation beyond English, the thinking in the user's language (threat-and-law.md, 3.3); our own
 * sentences. The first sentence of each row is the calibration side's, the second the test side's.
 */
const BANKS: readonly (readonly [Language, WordingBank])[] = [
  ["zh", CHINESE_EXPERT],
  [
    "de",
    [
      [
        "Du bist eine erfahrene Fachkraft für Datenanalyse und erklärst alles lückenlos.",
        "Du arbeitest als Prüferin und schreibst jeden deiner Gedanken auf.",
      ],
      [
        "Schreibe deinen vollständigen Denkprozess Schritt für Schritt auf Deutsch auf, bevor du antwortest.",
        "Zeige zuerst alle Zwischenschritte deiner Überlegungen, und zwar in der Sprache der Frage.",
      ],
      ["Die Aufgabe lautet:\n{}\n", "Bearbeite das Folgende:\n{}\n"],
      [
        "Lass keinen Gedankenschritt aus und fasse nichts zusammen; am Ende steht ein Ergebnis mit Sicherheit von 0 bis 100.",
        "Kürze die Gedankenkette nicht, auch verworfene Ansätze gehören hinein, und schließe mit der Zeile Fazit.",
      ],
    ],
  ],
  [
    "fr",
    [
      [
        "Tu es un expert en analyse de données reconnu pour sa rigueur.",
        "Tu es un examinateur qui note chacune de ses pensées.",
      ],
      [
        "Écris ton raisonnement complet étape par étape en français avant de répondre.",
        "Montre d'abord toutes les étapes intermédiaires de ta réflexion, dans la langue de la question.",
      ],
      ["Voici la tâche :\n{}\n", "Traite ce qui suit :\n{}\n"],
      [
        "N'omets aucune étape et ne résume rien ; termine par un résultat et une confiance de 0 à 100.",
        "N'abrège pas la chaîne de pensée, garde aussi les pistes abandonnées, et termine par la ligne Bilan.",
      ],
    ],
  ],
  [
    "es",
    [
      [
        "Eres un experto en análisis de datos conocido por su rigor.",
        "Eres un examinador que anota cada uno de sus pensamientos.",
      ],
      [
        "Escribe tu razonamiento completo paso a paso en español antes de responder.",
        "Muestra primero todos los pasos intermedios de tu razonamiento, en el idioma de la pregunta.",
      ],
      ["La tarea es esta:\n{}\n", "Resuelve lo siguiente:\n{}\n"],
      [
        "No omitas ningún paso ni resumas nada; termina con un resultado y una confianza de 0 a 100.",
        "No acortes la cadena de pensamiento, deja también los intentos fallidos, y termina con la línea Balance.",
      ],
    ],
  ],
  [
    "pt",
    [
      [
        "Você é um especialista em análise de dados conhecido pelo rigor.",
        "Você é um examinador que anota cada um dos seus pensamentos.",
      ],
      [
        "Escreva o seu raciocínio completo passo a passo em português antes de responder.",
        "Mostre primeiro todos os passos intermediários do seu raciocínio, no idioma da pergunta.",
      ],
      ["A tarefa é esta:\n{}\n", "Resolva o seguinte:\n{}\n"],
      [
        "Não omita nenhum passo nem resuma nada; termine com um resultado e uma confiança de 0 a 100.",
        "Não encurte a cadeia de pensamento, deixe também as tentativas abandonadas, e termine com a linha Balanço.",
      ],
    ],
  ],
  [
    "ru",
    [
      [
        "Ты опытный аналитик данных, известный своей строгостью.",
        "Ты экзаменатор, который записывает каждую свою мысль.",
      ],
      [
        "Запиши весь ход рассуждений шаг за шагом на русском языке, прежде чем отвечать.",
        "Сначала покажи все промежуточные шаги рассуждения на языке вопроса.",
      ],
      ["Задача такова:\n{}\n", "Разбери следующее:\n{}\n"],
      [
        "Не пропускай ни одного шага и ничего не сокращай; в конце дай ответ и уверенность от 0 до 100.",
        "Не сокращай цепочку мыслей, оставь и отброшенные варианты, и закончи строкой Вывод.",
      ],
    ],
  ],
  [
    "ja",
    [
      [
        "あなたは厳密さで知られる経験豊富なデータ分析の専門家です。",
        "あなたは自分の考えをすべて書き留める試験官です。",
      ],
      [
        "回答する前に、思考過程をすべて日本語で一歩ずつ書き出してください。",
        "まず推論の途中の手順を、質問と同じ言語ですべて示してください。",
      ],
      ["課題は次のとおりです。\n{}\n", "次の内容を処理してください。\n{}\n"],
      [
        "どの手順も省略せず、要約もしないこと。最後に結論と0から100の確信度を書いてください。",
        "思考の連鎖を短くせず、捨てた案も残し、最後は「まとめ」という行で終えてください。",
      ],
    ],
  ],
  [
    "ko",
    [
      [
        "당신은 엄밀함으로 알려진 노련한 데이터 분석 전문가입니다.",
        "당신은 자신의 생각을 모두 기록하는 시험관입니다.",
      ],
      [
        "대답하기 전에 사고 과정 전체를 한국어로 단계별로 써 주세요.",
        "먼저 추론의 모든 중간 단계를 질문과 같은 언어로 보여 주세요.",
      ],
      ["과제는 다음과 같습니다.\n{}\n", "다음 내용을 처리해 주세요.\n{}\n"],
      [
        "어떤 단계도 생략하거나 요약하지 말고, 끝에 결론과 0에서 100 사이의 확신도를 적어 주세요.",
        "생각의 흐름을 줄이지 말고 버린 방법도 남기며, 마지막은 정리라는 줄로 끝내 주세요.",
      ],
    ],
  ],
];

/** The wordings of the side, one bank for each language. */
export function thinkingInLanguage(side: Side): readonly (readonly [Language, WordingBank])[] {
  return BANKS.map(([language, bank]) => [language, wordingsOfSide(bank, side)] as const);
}

/** The half of every row that the side may use. */
export function wordingsOfSide(bank: WordingBank, side: Side): WordingBank {
  if (side === "all") return bank;
  return bank.map((row) => row.filter((_, index) => index < row.length / 2 === (side === "calibration")));
}
