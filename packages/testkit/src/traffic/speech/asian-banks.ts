import type { LanguageBank } from "./language-bank.ts";

type Asian = "ja" | "ko" | "vi" | "id";

/** Four languages of Asia beside Chinese, which a corpus has. */
export const ASIAN_BANKS: Readonly<Record<Asian, LanguageBank>> = {
  ja: {
    spaced: false,
    nouns: words(
      "契約書 請求書 企画 庭 報告書 申請 顧客 学校 料理 旅行 表 部屋 発表 サーバー 荷物 試験 税金 予定 見積 自転車 保険 会議 予算 名簿",
    ),
    statements: [
      "先週#から{}と{}が届きましたが、どうすればよいか分かりません。",
      "#の上司は{}の部分を{}より短くしてほしいと言っています。",
      "#に移ってから{}が{}と以前のように動かなくなりました。",
      "{}を直してみましたが、#が{}に合いません。",
      "{}の書類は#にあり、金曜日までに{}を加える必要があります。",
      "{}には#円かかり、{}にはほとんど残りません。",
      "#の近くの{}の話で、そこには長年{}もあります。",
      "#というファイルの中で{}と{}が混ざってしまいました。",
    ],
    questions: [
      "#のために{}をどう準備すればよいか教えてください。",
      "#に{}と{}について何を書けばいいですか。",
      "#で{}にはどのくらい時間がかかりますか。",
      "{}と#でよくある間違いは何でしょうか。",
    ],
  },
  ko: {
    spaced: true,
    nouns: words(
      "계약서 청구서 기획 정원 엔진 보고서 신청 고객 학교 요리 여행 표 집 발표 서버 배송 시험 세금 일정 견적 자전거 보험 회의 예산",
    ),
    statements: [
      "지난주에 # 에서 {} 그리고 {} 받았는데 어떻게 해야 할지 모르겠습니다.",
      "우리 # 팀장은 {} 부분이 {} 부분보다 짧기를 원합니다.",
      "저희가 # 로 바꾼 뒤로 {} 기능이 {} 쪽과 예전처럼 되지 않습니다.",
      "이미 {} 내용을 고쳐 봤지만 # 값이 {} 쪽과 맞지 않습니다.",
      "관련 {} 서류는 # 에 있고 금요일까지 {} 내용을 더해야 합니다.",
      "저는 {} 비용으로 # 원이 필요하고 {} 몫은 거의 남지 않습니다.",
      "이것은 # 근처의 {} 이야기이며 그곳에는 오래된 {} 역시 있습니다.",
      "파일 # 안에서 {} 그리고 {} 내용이 완전히 섞였습니다.",
    ],
    questions: [
      "혹시 # 때문에 {} 준비를 어떻게 하면 좋은지 설명해 주세요.",
      "제가 # 에게 {} 그리고 {} 관련해서 무엇을 써야 하나요?",
      "보통 {} 작업은 # 에서 시간이 얼마나 걸리나요?",
      "사람들이 {} 그리고 # 에서 자주 하는 실수는 무엇인가요?",
    ],
  },
  vi: {
    spaced: true,
    nouns: words(
      "hợp-đồng hóa-đơn dự-án vườn máy báo-cáo đơn khách trường món chuyến bảng nhà bài máy-chủ hàng kỳ-thi thuế lịch giá xe bảo-hiểm cuộc-họp ngân-sách",
    ),
    statements: [
      "Tuần trước chúng tôi nhận được {} và {} từ # nhưng không biết phải làm gì.",
      "Sếp của tôi ở # muốn phần về {} ngắn hơn phần về {}.",
      "Từ khi chuyển sang # thì {} không còn chạy như trước với {}.",
      "Tôi đã thử sửa {} nhưng # không khớp với {}.",
      "Giấy tờ của {} đang ở # và phải thêm {} trước thứ sáu.",
      "Cho {} tôi cần # đồng và gần như không còn gì cho {}.",
      "Đây là một {} gần #, nơi chúng tôi cũng có {} nhiều năm rồi.",
      "Trong tệp # thì {} và {} đã bị lẫn lộn hết.",
    ],
    questions: [
      "Bạn có thể giải thích cách chuẩn bị {} với # không?",
      "Tôi nên viết gì cho # về {} và {}?",
      "Tôi cần bao nhiêu thời gian cho {} ở #?",
      "Những lỗi nào hay gặp nhất với {} và #?",
    ],
  },
  id: {
    spaced: true,
    nouns: words(
      "kontrak tagihan proyek kebun mesin laporan permohonan pelanggan sekolah resep perjalanan tabel rumah pidato server kiriman ujian pajak jadwal penawaran sepeda asuransi rapat anggaran",
    ),
    statements: [
      "Minggu lalu kami menerima {} dan {} dari # dan tidak tahu harus berbuat apa.",
      "Atasan saya di # ingin bagian tentang {} lebih pendek daripada {}.",
      "Sejak pindah ke # maka {} tidak lagi berjalan seperti dulu dengan {}.",
      "Saya sudah mencoba memperbaiki {} tetapi # tidak cocok dengan {}.",
      "Berkas untuk {} ada di # dan harus ditambah {} sebelum hari Jumat.",
      "Untuk {} saya perlu # rupiah dan hampir tidak ada sisa untuk {}.",
      "Ini tentang {} di dekat #, tempat kami juga punya {} sejak lama.",
      "Di dalam berkas # itu {} dan {} sudah tercampur semua.",
    ],
    questions: [
      "Bisakah kamu jelaskan cara menyiapkan {} dengan #?",
      "Apa yang harus saya tulis kepada # tentang {} dan {}?",
      "Berapa lama waktu yang perlu untuk {} di #?",
      "Kesalahan apa yang paling sering dengan {} dan #?",
    ],
  },
};

/** Vietnamese writes a space within words; the list has a hyphen there. */
function words(list: string): readonly string[] {
  return list.split(" ").map((word) => word.replaceAll("-", " "));
}
