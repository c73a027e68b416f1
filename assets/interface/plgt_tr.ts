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
        <source>Which source word each target word looks at, from E_LM.</source>
        <translation>E_LM'ye göre her hedef sözcüğün baktığı kaynak sözcük.</translation>
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
</context>
<context>
    <name>Runtime</name>
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
</context>
<context>
    <name>SentencePanel</name>
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
        <source>This list</source>
        <translation>Bu liste</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Çık</translation>
    </message>
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
</context>
<context>
    <name>TranslatePage</name>
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
</TS>
