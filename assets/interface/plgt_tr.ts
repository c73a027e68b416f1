<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="tr" sourcelanguage="en">
<context>
    <name>CrashDialog</name>
    <message>
        <source>Something went wrong</source>
        <translation>Bir sorun oluştu</translation>
    </message>
    <message>
        <source>An unexpected error happened. Your text is kept and the program goes on. The report below holds no text of yours; save it to show it to someone.</source>
        <translation>Beklenmeyen bir hata oluştu. Metniniz korunuyor ve program çalışmaya devam ediyor. Aşağıdaki raporda metninizden hiçbir şey yok; birine göstermek için kaydedin.</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Rapor</translation>
    </message>
    <message>
        <source>Save report…</source>
        <translation>Raporu kaydet…</translation>
    </message>
    <message>
        <source>Save report</source>
        <translation>Raporu kaydet</translation>
    </message>
</context>
<context>
    <name>FilesPage</name>
    <message>
        <source>Files</source>
        <translation>Dosyalar</translation>
    </message>
    <message>
        <source>Drop files or folders here.
Documents, web pages, e-books, subtitles, tables and translation files come back with their formatting.</source>
        <translation>Dosya veya klasörleri buraya bırakın.
Belgeler, web sayfaları, e-kitaplar, altyazılar, tablolar ve çeviri dosyaları biçimlendirmeleriyle geri gelir.</translation>
    </message>
    <message>
        <source>Language of the files</source>
        <translation>Dosyaların dili</translation>
    </message>
    <message>
        <source>Translate files into</source>
        <translation>Dosyaları şu dile çevir</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Kuyruk</translation>
    </message>
    <message>
        <source>Progress of the whole queue</source>
        <translation>Tüm kuyruğun ilerlemesi</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>Dosya ekle…</translation>
    </message>
    <message>
        <source>Choose files to translate</source>
        <translation>Çevrilecek dosyaları seçin</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Klasör ekle…</translation>
    </message>
    <message>
        <source>Choose a folder to translate</source>
        <translation>Çevrilecek klasörü seçin</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Durdur</translation>
    </message>
    <message>
        <source>Stop the selected files; they can go on later</source>
        <translation>Seçili dosyaları durdur; sonra sürdürülebilirler</translation>
    </message>
    <message>
        <source>Again</source>
        <translation>Yeniden</translation>
    </message>
    <message>
        <source>Go on with the selected files</source>
        <translation>Seçili dosyaları sürdür</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Aç</translation>
    </message>
    <message>
        <source>Open the translated file</source>
        <translation>Çevrilen dosyayı aç</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Rapor</translation>
    </message>
    <message>
        <source>What was done and what is doubtful</source>
        <translation>Neyin yapıldığı ve neyin şüpheli olduğu</translation>
    </message>
    <message>
        <source>Remove the selected files from the queue</source>
        <translation>Seçili dosyaları kuyruktan çıkar</translation>
    </message>
    <message>
        <source>Open the folder of the translated file</source>
        <translation>Çevrilen dosyanın klasörünü aç</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Sürdür</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Duraklat</translation>
    </message>
    <message>
        <source>Go on with the queue</source>
        <translation>Kuyruğu sürdür</translation>
    </message>
    <message>
        <source>Hold the queue</source>
        <translation>Kuyruğu beklet</translation>
    </message>
    <message>
        <source>Choose two different languages.</source>
        <translation>İki farklı dil seçin.</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Tüm dosyalar</translation>
    </message>
    <message>
        <source>Clear finished</source>
        <translation>Bitenleri temizle</translation>
    </message>
    <message>
        <source>Files that can be translated</source>
        <translation>Çevrilebilen dosyalar</translation>
    </message>
    <message>
        <source>Go on with the interrupted files</source>
        <translation>Yarıda kalan dosyalarla devam et</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Dil</translation>
    </message>
    <message>
        <source>Leave the interrupted files stopped</source>
        <translation>Yarıda kalan dosyaları durmuş bırak</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Şimdi değil</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Yeniden dene</translation>
    </message>
    <message>
        <source>Take all files that ended out of the queue</source>
        <translation>Biten tüm dosyaları kuyruktan çıkar</translation>
    </message>
    <message>
        <source>Translate the selected waiting files into…</source>
        <translation>Seçili bekleyen dosyaları şu dile çevir…</translation>
    </message>
    <message>
        <source>{count} files were interrupted.</source>
        <translation>{count} dosya yarıda kaldı.</translation>
    </message>
    <message>
        <source>“{name}” was interrupted.</source>
        <translation>“{name}” yarıda kaldı.</translation>
    </message>
</context>
<context>
    <name>GlossaryPage</name>
    <message>
        <source>Glossary</source>
        <translation>Sözlük</translation>
    </message>
    <message>
        <source>Terms are always translated as you say. An equals sign keeps a term as it is; case is “match” or “exact”; a direction is written tr-en, empty means every direction.</source>
        <translation>Terimler her zaman dediğiniz gibi çevrilir. Eşittir işareti terimi olduğu gibi bırakır; harf kuralı “match” ya da “exact” olur; yön tr-en gibi yazılır, boşsa her yön demektir.</translation>
    </message>
    <message>
        <source>Search terms</source>
        <translation>Terim ara</translation>
    </message>
    <message>
        <source>Term</source>
        <translation>Terim</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>Çeviri</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>Harf kuralı</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>Yön</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Ekle</translation>
    </message>
    <message>
        <source>Add a term</source>
        <translation>Terim ekle</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Kaldır</translation>
    </message>
    <message>
        <source>Remove the selected terms (Del)</source>
        <translation>Seçili terimleri kaldır (Del)</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>İçe aktar…</translation>
    </message>
    <message>
        <source>Add the terms of a CSV, TSV or TBX file</source>
        <translation>CSV, TSV veya TBX dosyasındaki terimleri ekle</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Dışa aktar…</translation>
    </message>
    <message>
        <source>Write all terms to a file</source>
        <translation>Tüm terimleri bir dosyaya yaz</translation>
    </message>
    <message>
        <source>The case rule is “match” or “exact”.</source>
        <translation>Harf kuralı “match” ya da “exact” olmalıdır.</translation>
    </message>
</context>
<context>
    <name>HeatMap</name>
    <message>
        <source>head {head}, row {row}, column {column}: {value}</source>
        <translation>baş {head}, satır {row}, sütun {column}: {value}</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>History</source>
        <translation>Geçmiş</translation>
    </message>
    <message>
        <source>Finished translations stay on this computer until you wipe them.</source>
        <translation>Biten çeviriler siz silene kadar bu bilgisayarda kalır.</translation>
    </message>
    <message>
        <source>Search the history</source>
        <translation>Geçmişte ara</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Kaynak</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>Çeviri</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>Diller</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Zaman</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Aç</translation>
    </message>
    <message>
        <source>Open the selected translation again</source>
        <translation>Seçili çeviriyi yeniden aç</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Kaldır</translation>
    </message>
    <message>
        <source>Remove the selected entries (Del)</source>
        <translation>Seçili kayıtları kaldır (Del)</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Dışa aktar…</translation>
    </message>
    <message>
        <source>Write the history to a CSV file</source>
        <translation>Geçmişi bir CSV dosyasına yaz</translation>
    </message>
    <message>
        <source>Wipe</source>
        <translation>Tümünü sil</translation>
    </message>
    <message>
        <source>Delete the whole history</source>
        <translation>Tüm geçmişi sil</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Tut</translation>
    </message>
    <message>
        <source>Keep a history</source>
        <translation>Geçmişi tut</translation>
    </message>
    <message>
        <source>Private</source>
        <translation>Gizli</translation>
    </message>
    <message>
        <source>Private mode: write neither history nor draft to the disk</source>
        <translation>Gizli kip: diske ne geçmiş ne taslak yazılır</translation>
    </message>
    <message>
        <source>Delete the whole history?</source>
        <translation>Tüm geçmiş silinsin mi?</translation>
    </message>
    <message>
        <source>Delete 1 entry</source>
        <translation>1 girdiyi sil</translation>
    </message>
    <message>
        <source>Delete all {count} entries of the history, those that the search hides too?</source>
        <translation>Aramanın gizledikleri de içinde, geçmişin {count} girdisinin tümü silinsin mi?</translation>
    </message>
    <message>
        <source>Delete the only entry of the history?</source>
        <translation>Geçmişteki tek girdi silinsin mi?</translation>
    </message>
    <message>
        <source>Delete {count} entries</source>
        <translation>{count} girdiyi sil</translation>
    </message>
</context>
<context>
    <name>LanguageBox</name>
    <message>
        <source>{language} (detected, {percent} %)</source>
        <translation>{language} (algılandı, %{percent})</translation>
    </message>
</context>
<context>
    <name>LookingCloser</name>
    <message>
        <source>The model is not sure of this word; the right button offers others.</source>
        <translation>Model bu sözcükten emin değil; sağ tuş başkalarını önerir.</translation>
    </message>
    <message>
        <source>Or: {words}</source>
        <translation>Ya da: {words}</translation>
    </message>
    <message>
        <source>Saved to the translation memory.</source>
        <translation>Çeviri belleğine kaydedildi.</translation>
    </message>
    <message>
        <source>Click a sentence first, then save it.</source>
        <translation>Önce bir cümleye tıklayın, sonra kaydedin.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Translate</source>
        <translation>Çevir</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dosyalar</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modeller</translation>
    </message>
    <message>
        <source>Glossary</source>
        <translation>Sözlük</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Bellek</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Geçmiş</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ayarlar</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Sayfalar</translation>
    </message>
</context>
<context>
    <name>MemoryPage</name>
    <message>
        <source>Translation memory</source>
        <translation>Çeviri belleği</translation>
    </message>
    <message>
        <source>Saved pairs are reused for the same sentence; similar ones are offered beside the translation.</source>
        <translation>Kayıtlı çiftler aynı cümle için yeniden kullanılır; benzerleri çevirinin yanında sunulur.</translation>
    </message>
    <message>
        <source>Search pairs</source>
        <translation>Çift ara</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Kaynak</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>Çeviri</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>Diller</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Nereden</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Değişiklik</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Kaldır</translation>
    </message>
    <message>
        <source>Remove the selected pairs (Del)</source>
        <translation>Seçili çiftleri kaldır (Del)</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>İçe aktar…</translation>
    </message>
    <message>
        <source>Add the pairs of a TMX file</source>
        <translation>TMX dosyasındaki çiftleri ekle</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Dışa aktar…</translation>
    </message>
    <message>
        <source>Write all pairs to a TMX file</source>
        <translation>Tüm çiftleri bir TMX dosyasına yaz</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Models</source>
        <translation>Modeller</translation>
    </message>
    <message>
        <source>No model is installed. Import a .plgt file, or drop it here.</source>
        <translation>Kurulu model yok. Bir .plgt dosyası içe aktarın ya da buraya bırakın.</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>İçe aktar…</translation>
    </message>
    <message>
        <source>Install a model from a .plgt file</source>
        <translation>.plgt dosyasından model kur</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Doğrula</translation>
    </message>
    <message>
        <source>Check every file of the model against its checksum</source>
        <translation>Modelin her dosyasını sağlama toplamıyla karşılaştır</translation>
    </message>
    <message>
        <source>Make default</source>
        <translation>Varsayılan yap</translation>
    </message>
    <message>
        <source>Use this model for the chosen direction</source>
        <translation>Seçilen yön için bu modeli kullan</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>Yön</translation>
    </message>
    <message>
        <source>Remove the model</source>
        <translation>Modeli kaldır</translation>
    </message>
    <message>
        <source>Deductive output</source>
        <translation>Tümdengelimli çıktı</translation>
    </message>
    <message>
        <source>Attention block</source>
        <translation>Dikkat bloğu</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>Model kartı</translation>
    </message>
    <message>
        <source>Heat map of the deductive output</source>
        <translation>Tümdengelimli çıktının ısı haritası</translation>
    </message>
    <message>
        <source>Attention of the current sentence</source>
        <translation>Geçerli cümlenin dikkati</translation>
    </message>
    <message>
        <source>Details of the model</source>
        <translation>Modelin ayrıntıları</translation>
    </message>
    <message>
        <source>Deductive outputs</source>
        <translation>Tümdengelimli çıktılar</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>Dikkat</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Model</translation>
    </message>
    <message>
        <source>Directions</source>
        <translation>Yönler</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Boyut</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>Puanlar</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lisans</translation>
    </message>
    <message>
        <source>Install a model</source>
        <translation>Model kur</translation>
    </message>
    <message>
        <source>Importing…</source>
        <translation>İçe aktarılıyor…</translation>
    </message>
    <message>
        <source>Installed: {names}</source>
        <translation>Kuruldu: {names}</translation>
    </message>
    <message>
        <source>Remove the model “{name}”?</source>
        <translation>“{name}” modeli kaldırılsın mı?</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Denetleniyor…</translation>
    </message>
    <message>
        <source>The model is complete and unchanged.</source>
        <translation>Model eksiksiz ve değişmemiş.</translation>
    </message>
    <message>
        <source>This model holds no deductive outputs.</source>
        <translation>Bu modelde tümdengelimli çıktı yok.</translation>
    </message>
    <message>
        <source>{heads} heads, from {low} to {high}; blue is positive, red negative</source>
        <translation>{heads} baş, {low} ile {high} arası; mavi artı, kırmızı eksi</translation>
    </message>
    <message>
        <source>Translate a sentence first: its word attention is shown here.</source>
        <translation>Önce bir cümle çevirin: sözcük dikkati burada gösterilir.</translation>
    </message>
    <message>
        <source>Step of the translation</source>
        <translation>Çevirinin adımı</translation>
    </message>
    <message>
        <source>E_LM of {model}, cross-attention, decoder layer {layer} of {layers}, head {head} of {heads}: which source pieces each target piece looks at</source>
        <translation>{model} modelinin E_LM'si, çapraz dikkat, çözücü katmanı {layer}/{layers}, baş {head}/{heads}: her hedef parçanın hangi kaynak parçalara baktığı</translation>
    </message>
    <message>
        <source>No single attention matrix belongs to this sentence; these are its aligned words.</source>
        <translation>Bu cümleye ait tek bir dikkat matrisi yok; bunlar hizalanmış sözcükleri.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Kaldır</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Değiştir</translation>
    </message>
    <message>
        <source>Replace the installed model “{name}” ({old}) by this one ({new})?</source>
        <translation>Kurulu “{name}” modeli ({old}) bununla ({new}) değiştirilsin mi?</translation>
    </message>
</context>
<context>
    <name>QueueModel</name>
    <message>
        <source>Auto</source>
        <translation>Otomatik</translation>
    </message>
    <message>
        <source>{minutes}:{seconds} left, {speed} words/s</source>
        <translation>{minutes}:{seconds} kaldı, {speed} sözcük/sn</translation>
    </message>
    <message>
        <source>Translating</source>
        <translation>Çevriliyor</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Başarısız</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Bekliyor</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Duraklatıldı</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Bitti</translation>
    </message>
    <message>
        <source>Done, some files failed</source>
        <translation>Bitti, bazı dosyalar başarısız</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Durduruldu</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Dosya</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>Diller</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Durum</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>İlerleme</translation>
    </message>
</context>
<context>
    <name>ReportDialog</name>
    <message>
        <source>Report</source>
        <translation>Rapor</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopyala</translation>
    </message>
    <message>
        <source>Nothing in it was translated.</source>
        <translation>İçinde hiçbir şey çevrilmedi.</translation>
    </message>
    <message>
        <source>Open in Translate</source>
        <translation>Çeviri sayfasında aç</translation>
    </message>
    <message>
        <source>Sentences to look at</source>
        <translation>Bakılacak cümleler</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Kaynak</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>Çeviri</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Neden</translation>
    </message>
    <message>
        <source>{count} sentences, none of them doubtful.</source>
        <translation>{count} cümle, hiçbiri kuşkulu değil.</translation>
    </message>
    <message>
        <source>{count} sentences, {doubtful} of them to look at; the most doubtful first.</source>
        <translation>{count} cümle, {doubtful} tanesine bakılmalı; en kuşkulu olan önce.</translation>
    </message>
</context>
<context>
    <name>Runtime</name>
    <message>
        <source>"{value}" is typed in texts: press Ctrl, Alt or Meta with it, or use an F key.</source>
        <translation>“{value}” metinlerde yazılır: onunla birlikte Ctrl, Alt veya Meta tuşuna basın ya da bir F tuşu kullanın.</translation>
    </message>
    <message>
        <source>The settings file makes "{value}", which is typed in texts, a shortcut: "{action}" has no shortcut now.</source>
        <translation>Ayar dosyası metinlerde yazılan “{value}” tuşunu kısayol yapıyor: “{action}” eyleminin artık kısayolu yok.</translation>
    </message>
    <message>
        <source>Detect language</source>
        <translation>Dili algıla</translation>
    </message>
    <message>
        <source>English</source>
        <translation>İngilizce</translation>
    </message>
    <message>
        <source>Turkish</source>
        <translation>Türkçe</translation>
    </message>
    <message>
        <source>Portuguese</source>
        <translation>Portekizce</translation>
    </message>
    <message>
        <source>Words are repeated over and over.</source>
        <translation>Sözcükler tekrar tekrar yineleniyor.</translation>
    </message>
    <message>
        <source>The length does not fit the original.</source>
        <translation>Uzunluk özgün metne uymuyor.</translation>
    </message>
    <message>
        <source>Nothing was translated.</source>
        <translation>Hiçbir şey çevrilmedi.</translation>
    </message>
    <message>
        <source>Something was added that the original does not say.</source>
        <translation>Özgün metinde olmayan bir şey eklenmiş.</translation>
    </message>
    <message>
        <source>The text was left as it is.</source>
        <translation>Metin olduğu gibi bırakıldı.</translation>
    </message>
    <message>
        <source>Something of the original is missing.</source>
        <translation>Özgün metinden bir şey eksik.</translation>
    </message>
    <message>
        <source>The translation breaks off.</source>
        <translation>Çeviri yarıda kesiliyor.</translation>
    </message>
    <message>
        <source>A glossary term could not be used.</source>
        <translation>Bir sözlük terimi kullanılamadı.</translation>
    </message>
    <message>
        <source>The text is in a script that the model does not know.</source>
        <translation>Metin, modelin bilmediği bir yazıyla yazılmış.</translation>
    </message>
    <message>
        <source>The model is unsure of this sentence.</source>
        <translation>Model bu cümleden emin değil.</translation>
    </message>
    <message>
        <source>there is no NVIDIA GPU</source>
        <translation>NVIDIA GPU yok</translation>
    </message>
    <message>
        <source>there is an NVIDIA GPU, but the installed onnxruntime is the CPU build</source>
        <translation>NVIDIA GPU var, ama kurulu onnxruntime CPU sürümü</translation>
    </message>
    <message>
        <source>the CPU was asked for</source>
        <translation>CPU istendi</translation>
    </message>
    <message>
        <source>a session started on the CUDA provider</source>
        <translation>CUDA sağlayıcısında bir oturum başladı</translation>
    </message>
    <message>
        <source>From the translation memory.</source>
        <translation>Çeviri belleğinden.</translation>
    </message>
    <message>
        <source>By way of English.</source>
        <translation>İngilizce üzerinden.</translation>
    </message>
    <message>
        <source>A repeated part was cut to one round.</source>
        <translation>Yinelenen bir bölüm teke indirildi.</translation>
    </message>
    <message>
        <source>Translated clause by clause, because the whole went wrong.</source>
        <translation>Bütünü yanlış çıktığı için tümceciklere bölünerek çevrildi.</translation>
    </message>
    <message>
        <source>Split at clauses, because the sentence is longer than the model can read at once.</source>
        <translation>Cümle modelin bir kerede okuyabileceğinden uzun olduğu için tümceciklere bölündü.</translation>
    </message>
    <message>
        <source>The text is already in English.</source>
        <translation>Metin zaten İngilizce.</translation>
    </message>
    <message>
        <source>The text is already in Turkish.</source>
        <translation>Metin zaten Türkçe.</translation>
    </message>
    <message>
        <source>The text is already in Portuguese.</source>
        <translation>Metin zaten Portekizce.</translation>
    </message>
    <message>
        <source>CUDA libraries can't be loaded ({detail})</source>
        <translation>CUDA kitaplıkları yüklenemiyor ({detail})</translation>
    </message>
    <message>
        <source>the CUDA provider doesn't start ({detail})</source>
        <translation>CUDA sağlayıcısı başlamıyor ({detail})</translation>
    </message>
    <message>
        <source>the CUDA provider doesn't start: CUDA, cuDNN or the driver is missing or of another version</source>
        <translation>CUDA sağlayıcısı başlamıyor: CUDA, cuDNN veya sürücü eksik ya da başka sürümde</translation>
    </message>
    <message>
        <source>{device} ran out of memory even for one sentence ({detail})</source>
        <translation>{device} aygıtının belleği tek bir cümleye bile yetmedi ({detail})</translation>
    </message>
    <message>
        <source>CUDA can't be used: {reason}; choose the device auto or cpu.</source>
        <translation>CUDA kullanılamıyor: {reason}; aygıt olarak auto veya cpu seçin.</translation>
    </message>
    <message>
        <source>The CUDA provider stopped working: choose the device cpu.</source>
        <translation>CUDA sağlayıcısı artık çalışmıyor: aygıt olarak cpu seçin.</translation>
    </message>
    <message>
        <source>Unknown device "{value}": use auto, cpu or cuda.</source>
        <translation>Bilinmeyen aygıt “{value}”: auto, cpu veya cuda kullanın.</translation>
    </message>
    <message>
        <source>onnxruntime is not installed: run pip install "plgt-translator[cpu]" (or [gpu] for an NVIDIA GPU).</source>
        <translation>onnxruntime kurulu değil: pip install "plgt-translator[cpu]" komutunu çalıştırın (NVIDIA GPU için [gpu]).</translation>
    </message>
    <message>
        <source>onnxruntime is damaged, as happens when onnxruntime and onnxruntime-gpu were both installed: uninstall both and install one of them again.</source>
        <translation>onnxruntime bozuk; onnxruntime ile onnxruntime-gpu birlikte kurulunca böyle olur: ikisini de kaldırıp birini yeniden kurun.</translation>
    </message>
    <message>
        <source>There isn't enough memory to translate a sentence ({detail}): close other programs.</source>
        <translation>Bir cümleyi çevirmek için yeterli bellek yok ({detail}): başka programları kapatın.</translation>
    </message>
    <message>
        <source>A sentence of {count} tokens is longer than the model can read ({most}): split it.</source>
        <translation>{count} parçalık bir cümle modelin okuyabileceğinden ({most}) uzun: cümleyi bölün.</translation>
    </message>
    <message>
        <source>The model "{name}" has no variant "{wanted}": it has {known}.</source>
        <translation>“{name}” modelinin “{wanted}” türü yok: olanlar {known}.</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>İptal edildi.</translation>
    </message>
    <message>
        <source>Unknown mode "{value}": use latency or throughput.</source>
        <translation>Bilinmeyen kip “{value}”: latency veya throughput kullanın.</translation>
    </message>
    <message>
        <source>A beam of {value} isn't possible: use 1 to 32.</source>
        <translation>{value} ışın genişliği olamaz: 1 ile 32 arası kullanın.</translation>
    </message>
    <message>
        <source>A batch size of {value} isn't possible: use at least 1.</source>
        <translation>{value} toplu iş boyu olamaz: en az 1 kullanın.</translation>
    </message>
    <message>
        <source>{value} alternatives aren't possible: ask for 0 to 20.</source>
        <translation>{value} seçenek olamaz: 0 ile 20 arası isteyin.</translation>
    </message>
    <message>
        <source>Unknown language "{value}": use one of {known}.</source>
        <translation>Bilinmeyen dil “{value}”: şunlardan birini kullanın: {known}.</translation>
    </message>
    <message>
        <source>"{value}" is not a direction: write it as SOURCE-TARGET, for example tr-en.</source>
        <translation>“{value}” bir çeviri yönü değil: KAYNAK-HEDEF biçiminde yazın, örneğin tr-en.</translation>
    </message>
    <message>
        <source>A confidence table needs at least two observations: give more development sentences.</source>
        <translation>Güven tablosu en az iki gözlem ister: daha çok geliştirme cümlesi verin.</translation>
    </message>
    <message>
        <source>The model gave no translation.</source>
        <translation>Model çeviri vermedi.</translation>
    </message>
    <message>
        <source>The model gave no words.</source>
        <translation>Model sözcük vermedi.</translation>
    </message>
    <message>
        <source>The same word came {count} times in a row.</source>
        <translation>Aynı sözcük art arda {count} kez geldi.</translation>
    </message>
    <message>
        <source>The same {words} words came {count} times in a row.</source>
        <translation>Aynı {words} sözcük art arda {count} kez geldi.</translation>
    </message>
    <message>
        <source>The same letters came {count} times in a row.</source>
        <translation>Aynı harfler art arda {count} kez geldi.</translation>
    </message>
    <message>
        <source>"{words}" came {count} times.</source>
        <translation>“{words}” {count} kez geldi.</translation>
    </message>
    <message>
        <source>The model began to repeat itself and was stopped.</source>
        <translation>Model kendini yinelemeye başladı ve durduruldu.</translation>
    </message>
    <message>
        <source>The translation is {count} times as long as the source.</source>
        <translation>Çeviri, kaynağın {count} katı uzunlukta.</translation>
    </message>
    <message>
        <source>The translation is much shorter than the source; something is probably missing.</source>
        <translation>Çeviri kaynaktan çok daha kısa; büyük olasılıkla bir şey eksik.</translation>
    </message>
    <message>
        <source>The translation reached the length limit before its end.</source>
        <translation>Çeviri, bitmeden uzunluk sınırına ulaştı.</translation>
    </message>
    <message>
        <source>The number {number} isn't in the source.</source>
        <translation>{number} sayısı kaynakta yok.</translation>
    </message>
    <message>
        <source>The number {number} of the source is missing.</source>
        <translation>Kaynaktaki {number} sayısı eksik.</translation>
    </message>
    <message>
        <source>The sentence came back untranslated.</source>
        <translation>Cümle çevrilmeden geri geldi.</translation>
    </message>
    <message>
        <source>&quot;{first}&quot; and &quot;{second}&quot; changed places, and they take the arguments in order.</source>
        <translation>“{first}” ile “{second}” yer değiştirdi; oysa değerleri sırayla alırlar.</translation>
    </message>
    <message>
        <source>&quot;{item}&quot; was missing and was put at the start.</source>
        <translation>“{item}” eksikti ve başa kondu.</translation>
    </message>
    <message>
        <source>&quot;{item}&quot; was missing and was put at the end.</source>
        <translation>“{item}” eksikti ve sona kondu.</translation>
    </message>
    <message>
        <source>A placeholder or tag had to be put back.</source>
        <translation>Bir yer tutucu veya etiket geri konmak zorunda kaldı.</translation>
    </message>
    <message>
        <source>Placeholders changed places.</source>
        <translation>Yer tutucular yer değiştirdi.</translation>
    </message>
    <message>
        <source>A plural or select pattern was left as it is.</source>
        <translation>Bir çoğul veya seçim kalıbı olduğu gibi bırakıldı.</translation>
    </message>
    <message>
        <source>The glossary's "{wanted}" for "{term}" is missing.</source>
        <translation>Sözlükteki “{term}” karşılığı “{wanted}” eksik.</translation>
    </message>
    <message>
        <source>The model is unsure of this sentence ({percent} confidence).</source>
        <translation>Model bu cümleden emin değil (güven {percent}).</translation>
    </message>
    <message>
        <source>A part was kept as it is: {what}.</source>
        <translation>Bir bölüm olduğu gibi bırakıldı: {what}.</translation>
    </message>
    <message>
        <source>{script} script</source>
        <translation>{script} yazısı</translation>
    </message>
    <message>
        <source>a word longer than the model can read</source>
        <translation>modelin okuyabileceğinden uzun bir sözcük</translation>
    </message>
    <message>
        <source>No installed model translates {source_language} to {target_language} (installed directions: {list}): import one with: plgt models import FILE.</source>
        <translation>Kurulu hiçbir model {source_language} → {target_language} çevirmiyor (kurulu yönler: {list}): Modeller sayfasından bir model ekleyin.</translation>
    </message>
    <message>
        <source>There is no model named "{name}": installed are {list}.</source>
        <translation>“{name}” adlı bir model yok: kurulu olanlar: {list}.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>hiçbiri</translation>
    </message>
    <message>
        <source>The bundle's name "{name}" can't be used as a file name: export it with --name.</source>
        <translation>Paketin adı “{name}” dosya adı olarak kullanılamaz: paketi --name ile dışa aktarın.</translation>
    </message>
    <message>
        <source>A model named "{name}" is installed already: add --replace to overwrite it.</source>
        <translation>“{name}” adlı bir model zaten kurulu: önce onu kaldırın.</translation>
    </message>
    <message>
        <source>"{name}" is shipped with the program and can't be removed; set another default.</source>
        <translation>“{name}” programla birlikte gelir ve kaldırılamaz; başka bir varsayılan seçin.</translation>
    </message>
    <message>
        <source>"{name}" does not translate {direction}; it serves {known}.</source>
        <translation>“{name}” {direction} yönünde çevirmiyor; çevirdiği yönler: {known}.</translation>
    </message>
    <message>
        <source>Can't remove "{path}": {reason}.</source>
        <translation>“{path}” kaldırılamıyor: {reason}.</translation>
    </message>
    <message>
        <source>Can't read the bundle "{path}" ({reason}): check its permissions.</source>
        <translation>“{path}” paketi okunamıyor ({reason}): izinlerini denetleyin.</translation>
    </message>
    <message>
        <source>Can't read the bundle "{path}" ({reason}): check the path and its permissions.</source>
        <translation>“{path}” paketi okunamıyor ({reason}): yolu ve izinlerini denetleyin.</translation>
    </message>
    <message>
        <source>Can't write the bundle "{path}": {reason}.</source>
        <translation>“{path}” paketi yazılamıyor: {reason}.</translation>
    </message>
    <message>
        <source>There is no bundle "{path}": check the path.</source>
        <translation>“{path}” paketi yok: yolu denetleyin.</translation>
    </message>
    <message>
        <source>"{path}" exists already: remove it first or give another name.</source>
        <translation>“{path}” zaten var: önce onu kaldırın veya başka bir ad verin.</translation>
    </message>
    <message>
        <source>"{name}" is missing from the bundle "{path}": download or export it again.</source>
        <translation>“{path}” paketinde “{name}” eksik: paketi yeniden indirin veya dışa aktarın.</translation>
    </message>
    <message>
        <source>"{path}" is not a model bundle: its manifest is of another format.</source>
        <translation>“{path}” bir model paketi değil: bildirimi başka biçimde.</translation>
    </message>
    <message>
        <source>"{path}" is not a model bundle: its manifest is not a table.</source>
        <translation>“{path}” bir model paketi değil: bildirimi bir tablo değil.</translation>
    </message>
    <message>
        <source>"{path}" is not a model bundle: it has no {name}.</source>
        <translation>“{path}” bir model paketi değil: içinde {name} yok.</translation>
    </message>
    <message>
        <source>"{path}" is not a readable model bundle ({detail}): download or export it again.</source>
        <translation>“{path}” okunabilir bir model paketi değil ({detail}): yeniden indirin veya dışa aktarın.</translation>
    </message>
    <message>
        <source>The bundle "{path}" has format version {version}, but this program knows versions up to {most}: update the program.</source>
        <translation>“{path}” paketinin biçim sürümü {version}, ama bu program en çok {most} sürümünü biliyor: programı güncelleyin.</translation>
    </message>
    <message>
        <source>The bundle "{path}" has no file "{name}": it is incomplete, export it again.</source>
        <translation>“{path}” paketinde “{name}” dosyası yok: paket eksik, yeniden dışa aktarın.</translation>
    </message>
    <message>
        <source>"{name}" in the bundle "{path}" is damaged (its checksum differs): download or export the bundle again.</source>
        <translation>“{path}” paketindeki “{name}” bozuk (sağlama toplamı farklı): paketi yeniden indirin veya dışa aktarın.</translation>
    </message>
    <message>
        <source>"{name}" in the bundle "{path}" refers to files outside itself, which a bundle may not do.</source>
        <translation>“{path}” paketindeki “{name}” paket dışındaki dosyalara başvuruyor; bir paket bunu yapamaz.</translation>
    </message>
    <message>
        <source>The manifest of the bundle "{path}" has no valid "{entry}": download or export the bundle again.</source>
        <translation>“{path}” paketinin bildiriminde geçerli bir “{entry}” yok: paketi yeniden indirin veya dışa aktarın.</translation>
    </message>
    <message>
        <source>The manifest of the bundle "{path}" is wrong: {error}</source>
        <translation>“{path}” paketinin bildirimi yanlış: {error}</translation>
    </message>
    <message>
        <source>The manifest of the bundle "{path}" is damaged: download or export the bundle again.</source>
        <translation>“{path}” paketinin bildirimi bozuk: paketi yeniden indirin veya dışa aktarın.</translation>
    </message>
    <message>
        <source>The graphs of the bundle "{path}" can't be loaded by onnxruntime {version} ({detail}): update onnxruntime or export the bundle again.</source>
        <translation>“{path}” paketinin çizgeleri onnxruntime {version} ile yüklenemiyor ({detail}): onnxruntime'ı güncelleyin veya paketi yeniden dışa aktarın.</translation>
    </message>
    <message>
        <source>"{file}" in the bundle "{path}" does not fit its manifest ("{name}" {what}): export the bundle again.</source>
        <translation>“{path}” paketindeki “{file}” bildirimine uymuyor (“{name}” {what}): paketi yeniden dışa aktarın.</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>eksik</translation>
    </message>
    <message>
        <source>has shape {shape}</source>
        <translation>{shape} biçiminde</translation>
    </message>
    <message>
        <source>The tokenizer "{name}" of the bundle "{path}" has {pieces} pieces, but the model has {expected}: export the bundle again.</source>
        <translation>“{path}” paketinin parçalayıcısı “{name}” {pieces} parça içeriyor, model ise {expected}: paketi yeniden dışa aktarın.</translation>
    </message>
    <message>
        <source>The bundle "{name}" has no symbol for the target language "{language}".</source>
        <translation>“{name}” paketinde “{language}” hedef dili için simge yok.</translation>
    </message>
    <message>
        <source>The tokenizer of the bundle "{name}" has no placeholder symbols.</source>
        <translation>“{name}” paketinin parçalayıcısında yer tutucu simgeler yok.</translation>
    </message>
    <message>
        <source>The tokenizer "{name}" of the bundle "{path}" can't be read: {detail}.</source>
        <translation>“{path}” paketinin parçalayıcısı “{name}” okunamıyor: {detail}.</translation>
    </message>
    <message>
        <source>The bundle's confidence table "{name}" is not a rising list of [raw, calibrated] pairs between 0 and 1: fit it again with python -m export.calibrate.</source>
        <translation>Paketin güven tablosu “{name}”, 0 ile 1 arasında artan [ham, ayarlı] çiftlerden oluşmuyor: python -m export.calibrate ile yeniden oluşturun.</translation>
    </message>
    <message>
        <source>{file}, line {line}</source>
        <translation>{file}, satır {line}</translation>
    </message>
    <message>
        <source>{where}: the term is empty; give a term or delete the line.</source>
        <translation>{where}: terim boş; bir terim verin veya satırı silin.</translation>
    </message>
    <message>
        <source>{where}: unknown case rule "{value}"; use match or exact.</source>
        <translation>{where}: bilinmeyen harf kuralı “{value}”; match veya exact kullanın.</translation>
    </message>
    <message>
        <source>The glossary {path} holds no pair of Turkish, Portuguese or English terms.</source>
        <translation>{path} sözlüğünde Türkçe, Portekizce veya İngilizce terim çifti yok.</translation>
    </message>
    <message>
        <source>The glossary {path} doesn't exist: check the path.</source>
        <translation>{path} sözlüğü yok: yolu denetleyin.</translation>
    </message>
    <message>
        <source>The glossary {path} has an unknown ending: use .csv, .tsv or .tbx.</source>
        <translation>{path} sözlüğünün uzantısı bilinmiyor: .csv, .tsv veya .tbx kullanın.</translation>
    </message>
    <message>
        <source>The glossary {path} is larger than 64 MiB: split it.</source>
        <translation>{path} sözlüğü 64 MiB'den büyük: bölün.</translation>
    </message>
    <message>
        <source>The glossary {path} isn't a table at line {line} ({detail}).</source>
        <translation>{path} sözlüğü {line}. satırda tablo olmaktan çıkıyor ({detail}).</translation>
    </message>
    <message>
        <source>The glossary {path} isn't a TBX file ({detail}).</source>
        <translation>{path} sözlüğü bir TBX dosyası değil ({detail}).</translation>
    </message>
    <message>
        <source>The glossary {path} isn't UTF-8: save it as UTF-8 text.</source>
        <translation>{path} sözlüğü UTF-8 değil: UTF-8 metin olarak kaydedin.</translation>
    </message>
    <message>
        <source>Can't write {path} ({reason}): choose a folder that you may write to.</source>
        <translation>{path} yazılamıyor ({reason}): yazma izniniz olan bir klasör seçin.</translation>
    </message>
    <message>
        <source>The history {path} failed ({reason}): check the disk or delete the file.</source>
        <translation>{path} geçmişi kullanılamadı ({reason}): diski denetleyin veya dosyayı silin.</translation>
    </message>
    <message>
        <source>The file {path} doesn't exist: check the path.</source>
        <translation>{path} dosyası yok: yolu denetleyin.</translation>
    </message>
    <message>
        <source>The translation memory {path} failed ({reason}): check the disk or restore a backup.</source>
        <translation>{path} çeviri belleği kullanılamadı ({reason}): diski denetleyin veya yedeği geri yükleyin.</translation>
    </message>
    <message>
        <source>The file {path} isn't well-formed TMX ({detail}).</source>
        <translation>{path} dosyası düzgün bir TMX değil ({detail}).</translation>
    </message>
    <message>
        <source>The file {path} isn't TMX: its outermost element is &lt;{name}&gt;.</source>
        <translation>{path} dosyası TMX değil: en dış öğesi &lt;{name}&gt;.</translation>
    </message>
    <message>
        <source>The translation memory {path} was made by a newer program: update this one.</source>
        <translation>{path} çeviri belleğini daha yeni bir program oluşturmuş: bu programı güncelleyin.</translation>
    </message>
    <message>
        <source>The translation memory {path} can't be opened ({reason}): choose another file or restore a backup.</source>
        <translation>{path} çeviri belleği açılamıyor ({reason}): başka bir dosya seçin veya yedeği geri yükleyin.</translation>
    </message>
    <message>
        <source>"{value}" is not a value for {option}: use yes or no.</source>
        <translation>“{value}”, {option} için bir değer değil: yes veya no kullanın.</translation>
    </message>
    <message>
        <source>"{value}" is not a value for {option}: use a text.</source>
        <translation>“{value}”, {option} için bir değer değil: bir metin kullanın.</translation>
    </message>
    <message>
        <source>"{value}" is not a value for {option}: use a number.</source>
        <translation>“{value}”, {option} için bir değer değil: bir sayı kullanın.</translation>
    </message>
    <message>
        <source>"{value}" is not a value for {option}: use {known}.</source>
        <translation>“{value}”, {option} için bir değer değil: şunları kullanın: {known}.</translation>
    </message>
    <message>
        <source>{value} is not a value for {option}: use {least} to {most}.</source>
        <translation>{value}, {option} için bir değer değil: {least} ile {most} arası kullanın.</translation>
    </message>
    <message>
        <source>"{keys}" is already the shortcut of "{action}": choose another one.</source>
        <translation>“{keys}” zaten “{action}” eyleminin kısayolu: başka bir kısayol seçin.</translation>
    </message>
    <message>
        <source>The settings file gives "{keys}" to two actions: "{action}" keeps it and "{other}" has no shortcut now.</source>
        <translation>Ayar dosyası “{keys}” kısayolunu iki eyleme veriyor: kısayol “{action}” eyleminde kalıyor, “{other}” eyleminin artık kısayolu yok.</translation>
    </message>
    <message>
        <source>There is no option "{name}": the options are {known}.</source>
        <translation>“{name}” diye bir seçenek yok: seçenekler: {known}.</translation>
    </message>
    <message>
        <source>Can't write the settings "{path}" ({reason}): check the folder.</source>
        <translation>“{path}” ayarları yazılamıyor ({reason}): klasörü denetleyin.</translation>
    </message>
    <message>
        <source>The settings file had a wrong value, so the default is used: {error}</source>
        <translation>Ayar dosyasında yanlış bir değer vardı, varsayılan kullanılıyor: {error}</translation>
    </message>
    <message>
        <source>The settings file is damaged: it was set aside as "{path}" and the defaults are used.</source>
        <translation>Ayar dosyası bozuk: “{path}” adıyla kenara kondu ve varsayılanlar kullanılıyor.</translation>
    </message>
    <message>
        <source>The settings file is damaged: it is ignored and the defaults are used.</source>
        <translation>Ayar dosyası bozuk: yok sayılıyor ve varsayılanlar kullanılıyor.</translation>
    </message>
    <message>
        <source>"{name}" is damaged and cannot be unpacked: get or save a fresh copy.</source>
        <translation>“{name}” bozuk ve açılamıyor: yeni bir kopya alın veya kaydedin.</translation>
    </message>
    <message>
        <source>Cannot read "{path}": {reason}.</source>
        <translation>“{path}” okunamıyor: {reason}.</translation>
    </message>
    <message>
        <source>Cannot write "{path}": {reason}; free space or choose another target.</source>
        <translation>“{path}” yazılamıyor: {reason}; yer açın veya başka bir hedef seçin.</translation>
    </message>
    <message>
        <source>"{name}" holds {count} entries, more than a document can: it was not opened.</source>
        <translation>“{name}” {count} öğe içeriyor; bir belgede bu kadar olamaz: açılmadı.</translation>
    </message>
    <message>
        <source>"{name}" unpacks to {size} MB, more than the limit of {most} MB: it was not opened.</source>
        <translation>“{name}” açılınca {size} MB oluyor, sınır {most} MB: açılmadı.</translation>
    </message>
    <message>
        <source>"{name}" is packed like a zip bomb (an entry grows more than {most} times): it was not opened.</source>
        <translation>“{name}” bir zip bombası gibi sıkıştırılmış (bir öğe {most} kattan çok büyüyor): açılmadı.</translation>
    </message>
    <message>
        <source>"{name}" is damaged: its part "{part}" is missing; save it again.</source>
        <translation>“{name}” bozuk: “{part}” bölümü eksik; yeniden kaydedin.</translation>
    </message>
    <message>
        <source>"{name}" holds a part ("{part}") of more than {size} MB: split the document first.</source>
        <translation>“{name}” {size} MB'den büyük bir bölüm (“{part}”) içeriyor: önce belgeyi bölün.</translation>
    </message>
    <message>
        <source>"{name}" is protected with a password: remove the password and try again.</source>
        <translation>“{name}” parolayla korunuyor: parolayı kaldırıp yeniden deneyin.</translation>
    </message>
    <message>
        <source>"{name}" is protected with a password: remove the password first.</source>
        <translation>“{name}” parolayla korunuyor: önce parolayı kaldırın.</translation>
    </message>
    <message>
        <source>"{name}" holds an entry that points outside it ("{part}"): it was not opened.</source>
        <translation>“{name}” kendi dışını gösteren bir öğe içeriyor (“{part}”): açılmadı.</translation>
    </message>
    <message>
        <source>"{name}" is the file being translated: choose another target.</source>
        <translation>“{name}” çevrilmekte olan dosya: başka bir hedef seçin.</translation>
    </message>
    <message>
        <source>"{name}" is damaged: its list of contents is missing; get a fresh copy.</source>
        <translation>“{name}” bozuk: içindekiler listesi eksik; yeni bir kopya alın.</translation>
    </message>
    <message>
        <source>"{name}" declares XML entities, which books never need: it was not opened.</source>
        <translation>“{name}” XML varlıkları tanımlıyor; kitaplarda buna hiç gerek olmaz: açılmadı.</translation>
    </message>
    <message>
        <source>"{name}" declares XML entities, which documents never need: it was not opened.</source>
        <translation>“{name}” XML varlıkları tanımlıyor; belgelerde buna hiç gerek olmaz: açılmadı.</translation>
    </message>
    <message>
        <source>"{name}" is protected against copying and cannot be read.</source>
        <translation>“{name}” kopyalamaya karşı korunuyor ve okunamıyor.</translation>
    </message>
    <message>
        <source>"{name}" is larger than {size} MB: split it first.</source>
        <translation>“{name}” {size} MB'den büyük: önce bölün.</translation>
    </message>
    <message>
        <source>"{name}" is not valid JSON (line {line}): correct it first.</source>
        <translation>“{name}” geçerli bir JSON değil (satır {line}): önce düzeltin.</translation>
    </message>
    <message>
        <source>"{name}" is not valid JSON: correct it first.</source>
        <translation>“{name}” geçerli bir JSON değil: önce düzeltin.</translation>
    </message>
    <message>
        <source>"{name}" is a damaged PDF: save or print it into a new one.</source>
        <translation>“{name}” bozuk bir PDF: yeni bir dosyaya kaydedin veya yazdırın.</translation>
    </message>
    <message>
        <source>"{name}" holds no text (a scan?): run it through text recognition first.</source>
        <translation>“{name}” metin içermiyor (tarama mı?): önce metin tanımadan geçirin.</translation>
    </message>
    <message>
        <source>"{name}" is damaged in line {line}: msgfmt --check helps to mend it.</source>
        <translation>“{name}” {line}. satırda bozuk: onarmaya msgfmt --check yardımcı olur.</translation>
    </message>
    <message>
        <source>"{name}" is damaged: msgfmt --check helps to mend it.</source>
        <translation>“{name}” bozuk: onarmaya msgfmt --check yardımcı olur.</translation>
    </message>
    <message>
        <source>"{name}" is in an old binary Office format: save it as docx, xlsx or pptx first.</source>
        <translation>“{name}” eski bir ikili Office biçiminde: önce docx, xlsx veya pptx olarak kaydedin.</translation>
    </message>
    <message>
        <source>"{name}" is a zip archive but no known kind of document: unpack it first.</source>
        <translation>“{name}” bir zip arşivi, ama bilinen bir belge türü değil: önce açın.</translation>
    </message>
    <message>
        <source>"{name}" has no known extension: files of these kinds can be translated: {known}.</source>
        <translation>“{name}” bilinen bir uzantı taşımıyor: şu türden dosyalar çevrilebilir: {known}.</translation>
    </message>
    <message>
        <source>"{name}" is empty: save it again in the program that made it.</source>
        <translation>“{name}” boş: onu oluşturan programda yeniden kaydedin.</translation>
    </message>
    <message>
        <source>"{name}" is not a {format} inside, or it is damaged: save it again in the program that made it.</source>
        <translation>“{name}” içerik olarak {format} değil ya da bozuk: onu oluşturan programda yeniden kaydedin.</translation>
    </message>
    <message>
        <source>"{name}" is a binary file, not a text or document of a known format.</source>
        <translation>“{name}” ikili bir dosya; bir metin ya da bilinen biçimde bir belge değil.</translation>
    </message>
    <message>
        <source>"{name}" is a binary file, not a text.</source>
        <translation>“{name}” ikili bir dosya, metin değil.</translation>
    </message>
    <message>
        <source>"{path}" is a folder: give a file.</source>
        <translation>“{path}” bir klasör: bir dosya verin.</translation>
    </message>
    <message>
        <source>"{path}" is not there or is not a file: check the name.</source>
        <translation>“{path}” yok ya da dosya değil: adı denetleyin.</translation>
    </message>
    <message>
        <source>"{path}" is not there: check the name.</source>
        <translation>“{path}” yok: adı denetleyin.</translation>
    </message>
    <message>
        <source>"{name}" holds no subtitles that could be read: check its format.</source>
        <translation>“{name}” okunabilir altyazı içermiyor: biçimini denetleyin.</translation>
    </message>
    <message>
        <source>"{name}" has no column "{column}": it has {count} ({known}).</source>
        <translation>“{name}” içinde “{column}” sütunu yok: {count} sütunu var ({known}).</translation>
    </message>
    <message>
        <source>"{name}" is not valid {encoding} text, as its beginning says: save it again.</source>
        <translation>“{name}”, başında yazdığı gibi geçerli bir {encoding} metni değil: yeniden kaydedin.</translation>
    </message>
    <message>
        <source>{name} begins as {encoding} but is broken further on: save it again as UTF-8.</source>
        <translation>{name} {encoding} olarak başlıyor ama ileride bozuluyor: UTF-8 olarak yeniden kaydedin.</translation>
    </message>
    <message>
        <source>{name} is not text: give a text file, or a document in one of the known formats.</source>
        <translation>{name} metin değil: bir metin dosyası ya da bilinen biçimlerden birinde belge verin.</translation>
    </message>
    <message>
        <source>"{name}" is no TMX file: check its extension.</source>
        <translation>“{name}” bir TMX dosyası değil: uzantısını denetleyin.</translation>
    </message>
    <message>
        <source>"{name}" is no XLIFF file: check its extension.</source>
        <translation>“{name}” bir XLIFF dosyası değil: uzantısını denetleyin.</translation>
    </message>
    <message>
        <source>"{name}" is XLIFF {version}: versions 1.2 and 2.0 can be translated.</source>
        <translation>“{name}” XLIFF {version}: 1.2 ve 2.0 sürümleri çevrilebilir.</translation>
    </message>
    <message>
        <source>"{name}" is for a translation into "{language}", not "{wanted}".</source>
        <translation>“{name}” “{wanted}” için değil, “{language}” diline çeviri için.</translation>
    </message>
    <message>
        <source>"{name}" holds more than {size} MB of XML: split the document first.</source>
        <translation>“{name}” {size} MB'den çok XML içeriyor: önce belgeyi bölün.</translation>
    </message>
    <message>
        <source>"{name}" is damaged: its XML cannot be read ({detail}).</source>
        <translation>“{name}” bozuk: XML'i okunamıyor ({detail}).</translation>
    </message>
    <message>
        <source>Too many translations of "{name}" in "{path}": move some of them away.</source>
        <translation>“{path}” içinde “{name}” için çok fazla çeviri var: bazılarını başka yere taşıyın.</translation>
    </message>
    <message>
        <source>Source and target are the same language: choose two different ones.</source>
        <translation>Kaynak ve hedef aynı dil: iki ayrı dil seçin.</translation>
    </message>
    <message>
        <source>The number of workers can't be negative: use 0 for one per core.</source>
        <translation>İşçi sayısı eksi olamaz: çekirdek başına bir işçi için 0 kullanın.</translation>
    </message>
    <message>
        <source>A PDF can't be translated into "{value}": use txt or docx.</source>
        <translation>Bir PDF “{value}” biçimine çevrilemez: txt veya docx kullanın.</translation>
    </message>
    <message>
        <source>A batch into "{path}" was not finished: add --resume to continue it or --force to start over.</source>
        <translation>“{path}” içine başlayan bir iş bitmemiş: çıktı klasörünü boşaltın veya başka bir klasör seçin.</translation>
    </message>
    <message>
        <source>Stopped before anything was translated.</source>
        <translation>Hiçbir şey çevrilmeden durduruldu.</translation>
    </message>
    <message>
        <source>"{path}" exists already: add --force to replace it.</source>
        <translation>“{path}” zaten var: önce silin veya taşıyın.</translation>
    </message>
    <message>
        <source>"{path}" exists and is no report: choose another name with --report.</source>
        <translation>“{path}” var ve bir rapor değil: dosyayı taşıyın.</translation>
    </message>
    <message>
        <source>The batch was started with other settings ({list}): resume with the same ones or start over with --force.</source>
        <translation>İş başka ayarlarla başlatılmış ({list}): aynı ayarlara dönün veya dosyayı yeniden ekleyin.</translation>
    </message>
    <message>
        <source>The journal of the batch is closed.</source>
        <translation>İşin günlüğü kapalı.</translation>
    </message>
    <message>
        <source>Cannot write in "{path}": {reason}; choose another output folder.</source>
        <translation>“{path}” içine yazılamıyor: {reason}; başka bir çıktı klasörü seçin.</translation>
    </message>
    <message>
        <source>The batch in "{path}" was started by another version of the program: finish it there or start over with --force.</source>
        <translation>“{path}” içindeki işi programın başka bir sürümü başlatmış: o sürümle bitirin veya dosyayı yeniden ekleyin.</translation>
    </message>
    <message>
        <source>Cannot keep the journal in "{path}": {reason}; free space or choose another output folder.</source>
        <translation>Günlük “{path}” içinde tutulamıyor: {reason}; yer açın veya başka bir çıktı klasörü seçin.</translation>
    </message>
    <message>
        <source>Another batch is running in "{path}": wait for it or choose another output folder.</source>
        <translation>“{path}” içinde başka bir iş çalışıyor: bekleyin veya başka bir çıktı klasörü seçin.</translation>
    </message>
    <message>
        <source>"{name}" is translated into a {suffix} file: name the target so or give a folder.</source>
        <translation>“{name}” bir {suffix} dosyasına çevrilir: hedefi öyle adlandırın veya bir klasör verin.</translation>
    </message>
    <message>
        <source>"{path}" changed while it was being translated: run the batch again.</source>
        <translation>“{path}” çevrilirken değişti: yeniden deneyin.</translation>
    </message>
    <message>
        <source>"{name}" does not fit into memory: split it first.</source>
        <translation>“{name}” belleğe sığmıyor: önce bölün.</translation>
    </message>
    <message>
        <source>"{name}" could not be translated ({detail}): please report it.</source>
        <translation>“{name}” çevrilemedi ({detail}): lütfen bildirin.</translation>
    </message>
    <message>
        <source>There is not enough memory: use fewer workers.</source>
        <translation>Yeterli bellek yok: daha az iş parçacığı kullanın.</translation>
    </message>
    <message>
        <source>The translator failed unexpectedly ({detail}): please report it.</source>
        <translation>Çevirici beklenmedik biçimde çöktü ({detail}): lütfen bildirin.</translation>
    </message>
    <message>
        <source>A worker process ended twice while translating this file: it may need more memory.</source>
        <translation>Bu dosya çevrilirken bir işçi süreç iki kez sona erdi: daha çok bellek gerekebilir.</translation>
    </message>
    <message>
        <source>"{path}" is a damaged batch report: run the batch again.</source>
        <translation>“{path}” bozuk bir iş raporu: yeniden deneyin.</translation>
    </message>
    <message>
        <source>"{path}" is not the JSON report of a batch: name reports that plgt batch wrote.</source>
        <translation>“{path}” bir işin JSON raporu değil: plgt batch'in yazdığı raporları verin.</translation>
    </message>
    <message>
        <source>"{path}" is not a JSON report: name reports that plgt batch wrote.</source>
        <translation>“{path}” bir JSON raporu değil: plgt batch'in yazdığı raporları verin.</translation>
    </message>
    <message>
        <source>Nothing to translate: name files or folders.</source>
        <translation>Çevrilecek bir şey yok: dosya veya klasör verin.</translation>
    </message>
    <message>
        <source>[Errno {number}] {reason}: '{path}'</source>
        <translation>[Errno {number}] {reason}: '{path}'</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>böyle bir dosya veya klasör yok</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>izin verilmedi</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>bu işleme izin yok</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>bir klasör</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>klasör değil</translation>
    </message>
    <message>
        <source>File exists</source>
        <translation>dosya zaten var</translation>
    </message>
    <message>
        <source>Directory not empty</source>
        <translation>klasör boş değil</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>aygıtta yer kalmadı</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>disk kotası aşıldı</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>dosya sistemi salt okunur</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>dosya adı çok uzun</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>çok fazla açık dosya var</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>giriş/çıkış hatası</translation>
    </message>
    <message>
        <source>database is locked</source>
        <translation>veritabanı kilitli</translation>
    </message>
    <message>
        <source>database disk image is malformed</source>
        <translation>veritabanı dosyası bozuk</translation>
    </message>
    <message>
        <source>file is not a database</source>
        <translation>dosya bir veritabanı değil</translation>
    </message>
    <message>
        <source>attempt to write a readonly database</source>
        <translation>veritabanı salt okunur</translation>
    </message>
    <message>
        <source>unable to open database file</source>
        <translation>veritabanı dosyası açılamıyor</translation>
    </message>
    <message>
        <source>disk I/O error</source>
        <translation>disk giriş/çıkış hatası</translation>
    </message>
    <message>
        <source>database or disk is full</source>
        <translation>veritabanı veya disk dolu</translation>
    </message>
    <message>
        <source>"{file}" declares XML entities that nest or stand outside it ("{name}"), which books never need: it was not opened.</source>
        <translation>“{file}” iç içe geçen veya dışarıda duran XML varlıkları tanımlıyor (“{name}”); kitaplarda buna hiç gerek yoktur: açılmadı.</translation>
    </message>
    <message>
        <source>"{file}" declares XML entities that nest or stand outside it: it was not opened.</source>
        <translation>“{file}” iç içe geçen veya dışarıda duran XML varlıkları tanımlıyor: açılmadı.</translation>
    </message>
    <message>
        <source>"{file}" has keys for msgids and no texts: give the catalogue of the source language.</source>
        <translation>“{file}” dosyasında msgid olarak anahtarlar var, metin yok: kaynak dilin kataloğunu verin.</translation>
    </message>
    <message>
        <source>"{file}" has keys for msgids, and its texts are in "{language}" already: give the catalogue of the source language.</source>
        <translation>“{file}” dosyasında msgid olarak anahtarlar var ve metinleri zaten “{language}” dilinde: kaynak dilin kataloğunu verin.</translation>
    </message>
    <message>
        <source>"{file}" has more than {count} lines: split it first.</source>
        <translation>“{file}” {count} satırdan uzun: önce bölün.</translation>
    </message>
    <message>
        <source>"{file}" has more than {count} pages: split it first.</source>
        <translation>“{file}” {count} sayfadan uzun: önce bölün.</translation>
    </message>
    <message>
        <source>"{file}" is damaged: the part with the document itself is missing; save it again.</source>
        <translation>“{file}” bozuk: belgenin kendisini içeren bölüm eksik; yeniden kaydedin.</translation>
    </message>
    <message>
        <source>"{file}" is no {kind}: check its extension.</source>
        <translation>“{file}” bir {kind} değil: uzantısını denetleyin.</translation>
    </message>
    <message>
        <source>"{file}" unpacks to more than {count} MB: it is refused.</source>
        <translation>“{file}” açıldığında {count} MB'den büyük: reddedildi.</translation>
    </message>
    <message>
        <source>A PDF can't be translated into "{value}": use txt, docx or both.</source>
        <translation>PDF “{value}” biçimine çevrilemez: txt, docx veya both kullanın.</translation>
    </message>
    <message>
        <source>A beam of {value} isn't possible: use 1 to {most}.</source>
        <translation>{value} genişliğinde bir arama olamaz: 1 ile {most} arasını kullanın.</translation>
    </message>
    <message>
        <source>A page holds too many letters.</source>
        <translation>Bir sayfada çok fazla harf var.</translation>
    </message>
    <message>
        <source>A plural or select pattern was left as it is: translate it by hand.</source>
        <translation>Bir çoğul veya seçim kalıbı olduğu gibi bırakıldı: elle çevirin.</translation>
    </message>
    <message>
        <source>It stands too deep.</source>
        <translation>Çok derinde duruyor.</translation>
    </message>
    <message>
        <source>Nothing can be kept on this disk ({detail}): what is saved now lasts until the program ends.</source>
        <translation>Bu diske hiçbir şey kaydedilemiyor ({detail}): şimdi kaydedilenler program kapanana kadar kalır.</translation>
    </message>
    <message>
        <source>Sampling draws from 1 or more tokens, and needs a beam of 1.</source>
        <translation>Örnekleme en az 1 parçadan seçer ve 1 genişliğinde arama ister.</translation>
    </message>
    <message>
        <source>Started over: changed since then ({settings}).</source>
        <translation>Baştan başlandı: o zamandan beri değişti ({settings}).</translation>
    </message>
    <message>
        <source>Stopped before the file was translated.</source>
        <translation>Dosya çevrilmeden durduruldu.</translation>
    </message>
    <message>
        <source>The file is damaged: it was set aside as "{kept}", and a new one is begun.</source>
        <translation>Dosya bozuk: “{kept}” adıyla saklandı ve yenisi başlatıldı.</translation>
    </message>
    <message>
        <source>The glossary's "{term}" may stand in the wrong place.</source>
        <translation>Sözlükteki “{term}” yanlış yerde olabilir.</translation>
    </message>
    <message>
        <source>The glossary's terms were put in place of the words aligned to them.</source>
        <translation>Sözlüğün terimleri, karşılık geldikleri sözcüklerin yerine kondu.</translation>
    </message>
    <message>
        <source>The tags could not be placed in the translation: the text was kept as it is.</source>
        <translation>Etiketler çeviriye yerleştirilemedi: metin olduğu gibi bırakıldı.</translation>
    </message>
    <message>
        <source>{file} can't be read: {reason}.</source>
        <translation>{file} okunamıyor: {reason}.</translation>
    </message>
    <message>
        <source>{file} is a folder: give a file.</source>
        <translation>{file} bir klasör: bir dosya verin.</translation>
    </message>
    <message>
        <source>{file} is no regular file but a device or a pipe: copy its content into a file.</source>
        <translation>{file} normal bir dosya değil, bir aygıt veya boru: içeriğini bir dosyaya kopyalayın.</translation>
    </message>
    <message>
        <source>{value} alternatives aren't possible: ask for 0 to {most}.</source>
        <translation>{value} seçenek olamaz: 0 ile {most} arasında isteyin.</translation>
    </message>
</context>
<context>
    <name>SentencePanel</name>
    <message>
        <source>From your memory ({percent} % alike): {source}</source>
        <translation>Belleğinizden (%{percent} benzer): {source}</translation>
    </message>
    <message>
        <source>likely right</source>
        <translation>büyük olasılıkla doğru</translation>
    </message>
    <message>
        <source>check</source>
        <translation>kontrol edin</translation>
    </message>
    <message>
        <source>doubtful</source>
        <translation>kuşkulu</translation>
    </message>
    <message>
        <source>Sentence</source>
        <translation>Cümle</translation>
    </message>
    <message>
        <source>Close the sentence panel</source>
        <translation>Cümle panelini kapat</translation>
    </message>
    <message>
        <source>Save pair to memory</source>
        <translation>Çifti belleğe kaydet</translation>
    </message>
    <message>
        <source>Other versions</source>
        <translation>Başka çeviriler</translation>
    </message>
    <message>
        <source>Press Enter or click to use a version</source>
        <translation>Bir çeviriyi kullanmak için tıklayın ya da Enter'a basın</translation>
    </message>
    <message>
        <source>confidence {percent} %</source>
        <translation>güven %{percent}</translation>
    </message>
    <message>
        <source>memory, {percent} % alike</source>
        <translation>bellek, %{percent} benzer</translation>
    </message>
    <message>
        <source>Looking for other versions…</source>
        <translation>Başka çeviriler aranıyor…</translation>
    </message>
    <message>
        <source>No other version found.</source>
        <translation>Başka çeviri bulunamadı.</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Close what is open</source>
        <translation>Açık olanı kapat</translation>
    </message>
    <message>
        <source>Larger, smaller text</source>
        <translation>Daha büyük, daha küçük metin</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Genel</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>Çeviri</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Görünüm</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Kısayollar</translation>
    </message>
    <message>
        <source>Interface language</source>
        <translation>Arayüz dili</translation>
    </message>
    <message>
        <source>Language of menus and messages.</source>
        <translation>Menü ve iletilerin dili.</translation>
    </message>
    <message>
        <source>Keep a history</source>
        <translation>Geçmişi tut</translation>
    </message>
    <message>
        <source>Remember finished translations on this computer.</source>
        <translation>Biten çevirileri bu bilgisayarda hatırla.</translation>
    </message>
    <message>
        <source>Private mode</source>
        <translation>Gizli kip</translation>
    </message>
    <message>
        <source>Write neither history nor draft to the disk.</source>
        <translation>Diske ne geçmiş ne taslak yaz.</translation>
    </message>
    <message>
        <source>Stay in the system tray</source>
        <translation>Sistem tepsisinde kal</translation>
    </message>
    <message>
        <source>Closing the window leaves the program in the tray.</source>
        <translation>Pencere kapanınca program tepside kalır.</translation>
    </message>
    <message>
        <source>Global hotkey</source>
        <translation>Genel kısayol tuşu</translation>
    </message>
    <message>
        <source>Translates the clipboard from any program, where the desktop allows it.</source>
        <translation>Masaüstü izin verirse her programdan panoyu çevirir.</translation>
    </message>
    <message>
        <source>Folder for translated files</source>
        <translation>Çevrilen dosyaların klasörü</translation>
    </message>
    <message>
        <source>Empty: beside the original file.</source>
        <translation>Boş: özgün dosyanın yanına.</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Aygıt</translation>
    </message>
    <message>
        <source>Where models run; auto uses the GPU if there is one.</source>
        <translation>Modellerin çalıştığı yer; otomatik, varsa GPU'yu kullanır.</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>İş parçacıkları</translation>
    </message>
    <message>
        <source>CPU threads; 0 uses all cores.</source>
        <translation>CPU iş parçacıkları; 0 tüm çekirdekleri kullanır.</translation>
    </message>
    <message>
        <source>Beam size</source>
        <translation>Işın genişliği</translation>
    </message>
    <message>
        <source>Larger is slower and often a little better; 1 is fastest.</source>
        <translation>Büyüdükçe yavaşlar ve çoğunlukla biraz iyileşir; 1 en hızlısıdır.</translation>
    </message>
    <message>
        <source>Translate as you type</source>
        <translation>Yazarken çevir</translation>
    </message>
    <message>
        <source>Otherwise the Translate button starts it.</source>
        <translation>Yoksa Çevir düğmesi başlatır.</translation>
    </message>
    <message>
        <source>Pause before translating (ms)</source>
        <translation>Çevirmeden önceki bekleme (ms)</translation>
    </message>
    <message>
        <source>How long typing must rest before the translation starts.</source>
        <translation>Çeviri başlamadan önce yazmaya ne kadar ara verilmeli.</translation>
    </message>
    <message>
        <source>Use the glossary</source>
        <translation>Sözlüğü kullan</translation>
    </message>
    <message>
        <source>Translate terms as the glossary says.</source>
        <translation>Terimleri sözlükteki gibi çevir.</translation>
    </message>
    <message>
        <source>Use the translation memory</source>
        <translation>Çeviri belleğini kullan</translation>
    </message>
    <message>
        <source>Reuse saved pairs and offer similar ones.</source>
        <translation>Kayıtlı çiftleri yeniden kullan, benzerlerini sun.</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Tema</translation>
    </message>
    <message>
        <source>Light or dark; system follows the desktop.</source>
        <translation>Açık ya da koyu; sistem, masaüstünü izler.</translation>
    </message>
    <message>
        <source>Text font</source>
        <translation>Metin yazı tipi</translation>
    </message>
    <message>
        <source>Font of the two text panes; empty: the system's.</source>
        <translation>İki metin bölmesinin yazı tipi; boş: sisteminki.</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Metin boyutu</translation>
    </message>
    <message>
        <source>Size of the two text panes in points.</source>
        <translation>İki metin bölmesinin boyutu (punto).</translation>
    </message>
    <message>
        <source>Underline unsure words</source>
        <translation>Emin olunmayan sözcüklerin altını çiz</translation>
    </message>
    <message>
        <source>Words that the model is not sure of get a wavy line.</source>
        <translation>Modelin emin olmadığı sözcüklere dalgalı çizgi çekilir.</translation>
    </message>
    <message>
        <source>Unsure below</source>
        <translation>Emin sayılmama sınırı</translation>
    </message>
    <message>
        <source>Confidence (0 to 1) under which a word is underlined.</source>
        <translation>Altında kalan sözcüğün çizildiği güven (0 ile 1 arası).</translation>
    </message>
    <message>
        <source>Translate now</source>
        <translation>Şimdi çevir</translation>
    </message>
    <message>
        <source>Swap languages</source>
        <translation>Dilleri değiştir</translation>
    </message>
    <message>
        <source>Copy the translation</source>
        <translation>Çeviriyi kopyala</translation>
    </message>
    <message>
        <source>Paste and translate</source>
        <translation>Yapıştır ve çevir</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Temizle</translation>
    </message>
    <message>
        <source>Save pair to memory</source>
        <translation>Çifti belleğe kaydet</translation>
    </message>
    <message>
        <source>Look closer at the sentence under the cursor</source>
        <translation>İmlecin altındaki cümleye yakından bak</translation>
    </message>
    <message>
        <source>Go to a page</source>
        <translation>Bir sayfaya git</translation>
    </message>
    <message>
        <source>Undo, redo</source>
        <translation>Geri al, yinele</translation>
    </message>
    <message>
        <source>List of shortcuts</source>
        <translation>Kısayol listesi</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Çık</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Sistem gibi</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Açık</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Koyu</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Otomatik</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Ayarlar</translation>
    </message>
    <message>
        <source>Defaults</source>
        <translation>Varsayılanlar</translation>
    </message>
    <message>
        <source>Set every option to its default</source>
        <translation>Her seçeneği varsayılana döndür</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Kısayollar</translation>
    </message>
    <message>
        <source>List of shortcuts (F1)</source>
        <translation>Kısayol listesi (F1)</translation>
    </message>
    <message>
        <source>Press the keys</source>
        <translation>Tuşlara basın</translation>
    </message>
</context>
<context>
    <name>ShortcutList</name>
    <message>
        <source>Shortcuts</source>
        <translation>Kısayollar</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Eylem</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tuşlar</translation>
    </message>
</context>
<context>
    <name>TablePage</name>
    <message>
        <source>1 entry</source>
        <translation>1 kayıt</translation>
    </message>
    <message>
        <source>{count} entries</source>
        <translation>{count} kayıt</translation>
    </message>
    <message>
        <source>1 entry was removed.</source>
        <translation>1 girdi silindi.</translation>
    </message>
    <message>
        <source>{count} entries were removed.</source>
        <translation>{count} girdi silindi.</translation>
    </message>
</context>
<context>
    <name>TranslatePage</name>
    <message>
        <source>Stop</source>
        <translation>Durdur</translation>
    </message>
    <message>
        <source>Stop translating; what is finished stays</source>
        <translation>Çevirmeyi durdur; bitenler kalır</translation>
    </message>
    <message>
        <source>Try an example</source>
        <translation>Örnek dene</translation>
    </message>
    <message>
        <source>Put an example sentence in</source>
        <translation>Örnek bir cümle koy</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Durduruldu.</translation>
    </message>
    <message>
        <source>Translate from {language}?</source>
        <translation>{language} dilinden çevrilsin mi?</translation>
    </message>
    <message>
        <source>The translation is done.</source>
        <translation>Çeviri tamamlandı.</translation>
    </message>
    <message>
        <source>Nothing can be kept on the disk: {reason}.</source>
        <translation>Diskte hiçbir şey saklanamıyor: {reason}.</translation>
    </message>
    <message>
        <source>Source language</source>
        <translation>Kaynak dil</translation>
    </message>
    <message>
        <source>Target language</source>
        <translation>Hedef dil</translation>
    </message>
    <message>
        <source>Type or paste text, or drop a file here</source>
        <translation>Metin yazın, yapıştırın ya da buraya bir dosya bırakın</translation>
    </message>
    <message>
        <source>The translation appears here</source>
        <translation>Çeviri burada görünür</translation>
    </message>
    <message>
        <source>Source text</source>
        <translation>Kaynak metin</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>Çeviri</translation>
    </message>
    <message>
        <source>Swap languages</source>
        <translation>Dilleri değiştir</translation>
    </message>
    <message>
        <source>Copy the translation</source>
        <translation>Çeviriyi kopyala</translation>
    </message>
    <message>
        <source>Replace the source by the clipboard and translate</source>
        <translation>Kaynağı panodakiyle değiştir ve çevir</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Temizle</translation>
    </message>
    <message>
        <source>Translate now</source>
        <translation>Şimdi çevir</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopyala</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Yapıştır</translation>
    </message>
    <message>
        <source>Translate</source>
        <translation>Çevir</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modeller</translation>
    </message>
    <message>
        <source>Go to the models page</source>
        <translation>Modeller sayfasına git</translation>
    </message>
    <message>
        <source>Translation progress</source>
        <translation>Çevirinin ilerlemesi</translation>
    </message>
    <message>
        <source>{count} words/s</source>
        <translation>{count} sözcük/sn</translation>
    </message>
    <message>
        <source>The translator failed; your text is kept.</source>
        <translation>Çevirmen başarısız oldu; metniniz korunuyor.</translation>
    </message>
    <message>
        <source>No installed model translates {source} to {target}: import one on the Models page.</source>
        <translation>Kurulu hiçbir model {source} → {target} çevirmiyor: Modeller sayfasında bir model içe aktarın.</translation>
    </message>
    <message>
        <source>1 word</source>
        <translation>1 sözcük</translation>
    </message>
    <message>
        <source>{count} words</source>
        <translation>{count} sözcük</translation>
    </message>
    <message>
        <source>The translation is in the clipboard.</source>
        <translation>Çeviri panoda.</translation>
    </message>
    <message>
        <source>Can't read {file}: {reason}</source>
        <translation>{file} okunamıyor: {reason}</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>This desktop does not allow a global hotkey: use “Translate the clipboard” in the menu of the tray icon.</source>
        <translation>Bu masaüstü genel kısayola izin vermiyor: tepsi simgesinin menüsündeki “Panoyu çevir” seçeneğini kullanın.</translation>
    </message>
    <message>
        <source>The program goes on here. Quit it with the menu of this icon.</source>
        <translation>Program burada çalışmayı sürdürüyor. Bu simgenin menüsünden çıkabilirsiniz.</translation>
    </message>
    <message>
        <source>This desktop does not allow a global hotkey: bind a key to “plgt window --clipboard”.</source>
        <translation>Bu masaüstü genel kısayola izin vermiyor: “plgt window --clipboard” komutuna bir tuş atayın.</translation>
    </message>
    <message>
        <source>Show the window</source>
        <translation>Pencereyi göster</translation>
    </message>
    <message>
        <source>Translate the clipboard</source>
        <translation>Panoyu çevir</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Çık</translation>
    </message>
</context>
<context>
    <name>PieceMap</name>
    <message>
        <source>{target} looks at {source}: {value}</source>
        <translation>{target}, {source} parçasına bakıyor: {value}</translation>
    </message>
</context>
<context>
    <name>UndoLine</name>
    <message>
        <source>Undo</source>
        <translation>Geri al</translation>
    </message>
</context>
<context>
    <name>LanguageChips</name>
    <message>
        <source>Detect language</source>
        <translation>Dili algıla</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>Oto</translation>
    </message>
    <message>
        <source>{language} (detected)</source>
        <translation>{language} (algılandı)</translation>
    </message>
    <message>
        <source>{language}?</source>
        <translation>{language}?</translation>
    </message>
</context>
<context>
    <name>SelectionPopup</name>
    <message>
        <source>Copy</source>
        <translation>Kopyala</translation>
    </message>
</context>
</TS>
