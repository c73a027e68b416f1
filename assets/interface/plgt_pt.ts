<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="pt" sourcelanguage="en">
<context>
    <name>CrashDialog</name>
    <message>
        <source>Something went wrong</source>
        <translation>Algo correu mal</translation>
    </message>
    <message>
        <source>An unexpected error happened. Your text is kept and the program goes on. The report below holds no text of yours; save it to show it to someone.</source>
        <translation>Ocorreu um erro inesperado. O seu texto está guardado e o programa continua. O relatório abaixo não contém nenhum texto seu; guarde-o para o mostrar a alguém.</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Relatório</translation>
    </message>
    <message>
        <source>Save report…</source>
        <translation>Guardar relatório…</translation>
    </message>
    <message>
        <source>Save report</source>
        <translation>Guardar relatório</translation>
    </message>
</context>
<context>
    <name>FilesPage</name>
    <message>
        <source>Files</source>
        <translation>Ficheiros</translation>
    </message>
    <message>
        <source>Drop files or folders here.
Documents, web pages, e-books, subtitles, tables and translation files come back with their formatting.</source>
        <translation>Largue aqui ficheiros ou pastas.
Documentos, páginas web, livros eletrónicos, legendas, tabelas e ficheiros de tradução voltam com a sua formatação.</translation>
    </message>
    <message>
        <source>Language of the files</source>
        <translation>Língua dos ficheiros</translation>
    </message>
    <message>
        <source>Translate files into</source>
        <translation>Traduzir ficheiros para</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Fila</translation>
    </message>
    <message>
        <source>Progress of the whole queue</source>
        <translation>Progresso de toda a fila</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>Adicionar ficheiros…</translation>
    </message>
    <message>
        <source>Choose files to translate</source>
        <translation>Escolha ficheiros para traduzir</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Adicionar pasta…</translation>
    </message>
    <message>
        <source>Choose a folder to translate</source>
        <translation>Escolha uma pasta para traduzir</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Parar</translation>
    </message>
    <message>
        <source>Stop the selected files; they can go on later</source>
        <translation>Parar os ficheiros selecionados; podem continuar mais tarde</translation>
    </message>
    <message>
        <source>Again</source>
        <translation>De novo</translation>
    </message>
    <message>
        <source>Go on with the selected files</source>
        <translation>Continuar com os ficheiros selecionados</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Open the translated file</source>
        <translation>Abrir o ficheiro traduzido</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Relatório</translation>
    </message>
    <message>
        <source>What was done and what is doubtful</source>
        <translation>O que foi feito e o que é duvidoso</translation>
    </message>
    <message>
        <source>Remove the selected files from the queue</source>
        <translation>Retirar os ficheiros selecionados da fila</translation>
    </message>
    <message>
        <source>Open the folder of the translated file</source>
        <translation>Abrir a pasta do ficheiro traduzido</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Continuar</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausa</translation>
    </message>
    <message>
        <source>Go on with the queue</source>
        <translation>Continuar com a fila</translation>
    </message>
    <message>
        <source>Hold the queue</source>
        <translation>Suspender a fila</translation>
    </message>
    <message>
        <source>Choose two different languages.</source>
        <translation>Escolha duas línguas diferentes.</translation>
    </message>
</context>
<context>
    <name>GlossaryPage</name>
    <message>
        <source>Glossary</source>
        <translation>Glossário</translation>
    </message>
    <message>
        <source>Terms are always translated as you say. An equals sign keeps a term as it is; case is “match” or “exact”; a direction is written tr-en, empty means every direction.</source>
        <translation>Os termos são sempre traduzidos como indicar. Um sinal de igual mantém o termo como está; a regra de maiúsculas é “match” ou “exact”; uma direção escreve-se tr-en, vazio significa todas.</translation>
    </message>
    <message>
        <source>Search terms</source>
        <translation>Procurar termos</translation>
    </message>
    <message>
        <source>Term</source>
        <translation>Termo</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>Tradução</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>Maiúsculas</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>Direção</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Adicionar</translation>
    </message>
    <message>
        <source>Add a term</source>
        <translation>Adicionar um termo</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Remover</translation>
    </message>
    <message>
        <source>Remove the selected terms (Del)</source>
        <translation>Remover os termos selecionados (Del)</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importar…</translation>
    </message>
    <message>
        <source>Add the terms of a CSV, TSV or TBX file</source>
        <translation>Adicionar os termos de um ficheiro CSV, TSV ou TBX</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportar…</translation>
    </message>
    <message>
        <source>Write all terms to a file</source>
        <translation>Escrever todos os termos num ficheiro</translation>
    </message>
    <message>
        <source>The case rule is “match” or “exact”.</source>
        <translation>A regra de maiúsculas é “match” ou “exact”.</translation>
    </message>
</context>
<context>
    <name>HeatMap</name>
    <message>
        <source>head {head}, row {row}, column {column}: {value}</source>
        <translation>cabeça {head}, linha {row}, coluna {column}: {value}</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>History</source>
        <translation>Histórico</translation>
    </message>
    <message>
        <source>Finished translations stay on this computer until you wipe them.</source>
        <translation>As traduções terminadas ficam neste computador até as apagar.</translation>
    </message>
    <message>
        <source>Search the history</source>
        <translation>Procurar no histórico</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Origem</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>Tradução</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>Línguas</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Quando</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Open the selected translation again</source>
        <translation>Abrir de novo a tradução selecionada</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Remover</translation>
    </message>
    <message>
        <source>Remove the selected entries (Del)</source>
        <translation>Remover as entradas selecionadas (Del)</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportar…</translation>
    </message>
    <message>
        <source>Write the history to a CSV file</source>
        <translation>Escrever o histórico num ficheiro CSV</translation>
    </message>
    <message>
        <source>Wipe</source>
        <translation>Apagar tudo</translation>
    </message>
    <message>
        <source>Delete the whole history</source>
        <translation>Apagar todo o histórico</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Keep a history</source>
        <translation>Guardar histórico</translation>
    </message>
    <message>
        <source>Private</source>
        <translation>Privado</translation>
    </message>
    <message>
        <source>Private mode: write neither history nor draft to the disk</source>
        <translation>Modo privado: não escrever histórico nem rascunho no disco</translation>
    </message>
    <message>
        <source>Delete the whole history?</source>
        <translation>Apagar todo o histórico?</translation>
    </message>
</context>
<context>
    <name>LanguageBox</name>
    <message>
        <source>{language} (detected, {percent} %)</source>
        <translation>{language} (detetado, {percent} %)</translation>
    </message>
</context>
<context>
    <name>LookingCloser</name>
    <message>
        <source>Or: {words}</source>
        <translation>Ou: {words}</translation>
    </message>
    <message>
        <source>Saved to the translation memory.</source>
        <translation>Guardado na memória de tradução.</translation>
    </message>
    <message>
        <source>Click a sentence first, then save it.</source>
        <translation>Clique primeiro numa frase e depois guarde-a.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Translate</source>
        <translation>Traduzir</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Ficheiros</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelos</translation>
    </message>
    <message>
        <source>Glossary</source>
        <translation>Glossário</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Memória</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Histórico</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Definições</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Páginas</translation>
    </message>
</context>
<context>
    <name>MemoryPage</name>
    <message>
        <source>Translation memory</source>
        <translation>Memória de tradução</translation>
    </message>
    <message>
        <source>Saved pairs are reused for the same sentence; similar ones are offered beside the translation.</source>
        <translation>Os pares guardados são reutilizados para a mesma frase; os parecidos são propostos ao lado da tradução.</translation>
    </message>
    <message>
        <source>Search pairs</source>
        <translation>Procurar pares</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Origem</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>Tradução</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>Línguas</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Proveniência</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Alterado</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Remover</translation>
    </message>
    <message>
        <source>Remove the selected pairs (Del)</source>
        <translation>Remover os pares selecionados (Del)</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importar…</translation>
    </message>
    <message>
        <source>Add the pairs of a TMX file</source>
        <translation>Adicionar os pares de um ficheiro TMX</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportar…</translation>
    </message>
    <message>
        <source>Write all pairs to a TMX file</source>
        <translation>Escrever todos os pares num ficheiro TMX</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Models</source>
        <translation>Modelos</translation>
    </message>
    <message>
        <source>No model is installed. Import a .plgt file, or drop it here.</source>
        <translation>Nenhum modelo instalado. Importe um ficheiro .plgt ou largue-o aqui.</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importar…</translation>
    </message>
    <message>
        <source>Install a model from a .plgt file</source>
        <translation>Instalar um modelo de um ficheiro .plgt</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Verificar</translation>
    </message>
    <message>
        <source>Check every file of the model against its checksum</source>
        <translation>Comparar cada ficheiro do modelo com a sua soma de controlo</translation>
    </message>
    <message>
        <source>Make default</source>
        <translation>Predefinir</translation>
    </message>
    <message>
        <source>Use this model for the chosen direction</source>
        <translation>Usar este modelo para a direção escolhida</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>Direção</translation>
    </message>
    <message>
        <source>Remove the model</source>
        <translation>Remover o modelo</translation>
    </message>
    <message>
        <source>Deductive output</source>
        <translation>Saída dedutiva</translation>
    </message>
    <message>
        <source>Attention block</source>
        <translation>Bloco de atenção</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>Ficha do modelo</translation>
    </message>
    <message>
        <source>Heat map of the deductive output</source>
        <translation>Mapa de calor da saída dedutiva</translation>
    </message>
    <message>
        <source>Attention of the current sentence</source>
        <translation>Atenção da frase atual</translation>
    </message>
    <message>
        <source>Details of the model</source>
        <translation>Pormenores do modelo</translation>
    </message>
    <message>
        <source>Deductive outputs</source>
        <translation>Saídas dedutivas</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>Atenção</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Directions</source>
        <translation>Direções</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamanho</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>Pontuações</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licença</translation>
    </message>
    <message>
        <source>Install a model</source>
        <translation>Instalar um modelo</translation>
    </message>
    <message>
        <source>Importing…</source>
        <translation>A importar…</translation>
    </message>
    <message>
        <source>Installed: {names}</source>
        <translation>Instalado: {names}</translation>
    </message>
    <message>
        <source>Remove the model “{name}”?</source>
        <translation>Remover o modelo “{name}”?</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>A verificar…</translation>
    </message>
    <message>
        <source>The model is complete and unchanged.</source>
        <translation>O modelo está completo e inalterado.</translation>
    </message>
    <message>
        <source>This model holds no deductive outputs.</source>
        <translation>Este modelo não contém saídas dedutivas.</translation>
    </message>
    <message>
        <source>{heads} heads, from {low} to {high}; blue is positive, red negative</source>
        <translation>{heads} cabeças, de {low} a {high}; azul é positivo, vermelho negativo</translation>
    </message>
    <message>
        <source>Translate a sentence first: its word attention is shown here.</source>
        <translation>Traduza primeiro uma frase: a atenção das palavras aparece aqui.</translation>
    </message>
    <message>
        <source>Which source word each target word looks at, from E_LM.</source>
        <translation>Para que palavra de origem olha cada palavra de destino, segundo E_LM.</translation>
    </message>
</context>
<context>
    <name>QueueModel</name>
    <message>
        <source>Auto</source>
        <translation>Automática</translation>
    </message>
    <message>
        <source>{minutes}:{seconds} left, {speed} words/s</source>
        <translation>faltam {minutes}:{seconds}, {speed} palavras/s</translation>
    </message>
    <message>
        <source>Translating</source>
        <translation>A traduzir</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Falhou</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Em espera</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Em pausa</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Concluído</translation>
    </message>
    <message>
        <source>Done, some files failed</source>
        <translation>Concluído, alguns ficheiros falharam</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Parado</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Ficheiro</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>Línguas</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progresso</translation>
    </message>
</context>
<context>
    <name>ReportDialog</name>
    <message>
        <source>Report</source>
        <translation>Relatório</translation>
    </message>
</context>
<context>
    <name>Runtime</name>
    <message>
        <source>Detect language</source>
        <translation>Detetar língua</translation>
    </message>
    <message>
        <source>English</source>
        <translation>Inglês</translation>
    </message>
    <message>
        <source>Turkish</source>
        <translation>Turco</translation>
    </message>
    <message>
        <source>Portuguese</source>
        <translation>Português</translation>
    </message>
    <message>
        <source>Words are repeated over and over.</source>
        <translation>Há palavras repetidas vezes sem conta.</translation>
    </message>
    <message>
        <source>The length does not fit the original.</source>
        <translation>O comprimento não condiz com o original.</translation>
    </message>
    <message>
        <source>Nothing was translated.</source>
        <translation>Nada foi traduzido.</translation>
    </message>
    <message>
        <source>Something was added that the original does not say.</source>
        <translation>Foi acrescentado algo que o original não diz.</translation>
    </message>
    <message>
        <source>The text was left as it is.</source>
        <translation>O texto ficou como estava.</translation>
    </message>
    <message>
        <source>Something of the original is missing.</source>
        <translation>Falta algo do original.</translation>
    </message>
    <message>
        <source>The translation breaks off.</source>
        <translation>A tradução é interrompida.</translation>
    </message>
    <message>
        <source>A glossary term could not be used.</source>
        <translation>Não foi possível usar um termo do glossário.</translation>
    </message>
    <message>
        <source>The text is in a script that the model does not know.</source>
        <translation>O texto está numa escrita que o modelo não conhece.</translation>
    </message>
    <message>
        <source>The model is unsure of this sentence.</source>
        <translation>O modelo não tem a certeza desta frase.</translation>
    </message>
    <message>
        <source>there is no NVIDIA GPU</source>
        <translation>não há GPU NVIDIA</translation>
    </message>
    <message>
        <source>there is an NVIDIA GPU, but the installed onnxruntime is the CPU build</source>
        <translation>há uma GPU NVIDIA, mas o onnxruntime instalado é a versão CPU</translation>
    </message>
    <message>
        <source>the CPU was asked for</source>
        <translation>foi pedida a CPU</translation>
    </message>
    <message>
        <source>a session started on the CUDA provider</source>
        <translation>uma sessão começou no fornecedor CUDA</translation>
    </message>
    <message>
        <source>From the translation memory.</source>
        <translation>Da memória de tradução.</translation>
    </message>
    <message>
        <source>By way of English.</source>
        <translation>Por meio do inglês.</translation>
    </message>
    <message>
        <source>A repeated part was cut to one round.</source>
        <translation>Uma parte repetida foi reduzida a uma só vez.</translation>
    </message>
    <message>
        <source>Translated clause by clause, because the whole went wrong.</source>
        <translation>Traduzido oração a oração, porque o todo correu mal.</translation>
    </message>
    <message>
        <source>Split at clauses, because the sentence is longer than the model can read at once.</source>
        <translation>Dividido em orações, porque a frase é mais longa do que o modelo consegue ler de uma vez.</translation>
    </message>
    <message>
        <source>The text is already in English.</source>
        <translation>O texto já está em inglês.</translation>
    </message>
    <message>
        <source>The text is already in Turkish.</source>
        <translation>O texto já está em turco.</translation>
    </message>
    <message>
        <source>The text is already in Portuguese.</source>
        <translation>O texto já está em português.</translation>
    </message>
</context>
<context>
    <name>SentencePanel</name>
    <message>
        <source>Sentence</source>
        <translation>Frase</translation>
    </message>
    <message>
        <source>Close the sentence panel</source>
        <translation>Fechar o painel da frase</translation>
    </message>
    <message>
        <source>Save pair to memory</source>
        <translation>Guardar par na memória</translation>
    </message>
    <message>
        <source>Other versions</source>
        <translation>Outras versões</translation>
    </message>
    <message>
        <source>Press Enter or click to use a version</source>
        <translation>Prima Enter ou clique para usar uma versão</translation>
    </message>
    <message>
        <source>confidence {percent} %</source>
        <translation>confiança {percent} %</translation>
    </message>
    <message>
        <source>memory, {percent} % alike</source>
        <translation>memória, {percent} % igual</translation>
    </message>
    <message>
        <source>Looking for other versions…</source>
        <translation>À procura de outras versões…</translation>
    </message>
    <message>
        <source>No other version found.</source>
        <translation>Nenhuma outra versão encontrada.</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>General</source>
        <translation>Geral</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>Tradução</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aspeto</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Atalhos</translation>
    </message>
    <message>
        <source>Interface language</source>
        <translation>Língua da interface</translation>
    </message>
    <message>
        <source>Language of menus and messages.</source>
        <translation>Língua dos menus e das mensagens.</translation>
    </message>
    <message>
        <source>Keep a history</source>
        <translation>Guardar histórico</translation>
    </message>
    <message>
        <source>Remember finished translations on this computer.</source>
        <translation>Lembrar neste computador as traduções terminadas.</translation>
    </message>
    <message>
        <source>Private mode</source>
        <translation>Modo privado</translation>
    </message>
    <message>
        <source>Write neither history nor draft to the disk.</source>
        <translation>Não escrever histórico nem rascunho no disco.</translation>
    </message>
    <message>
        <source>Stay in the system tray</source>
        <translation>Ficar na área de notificação</translation>
    </message>
    <message>
        <source>Closing the window leaves the program in the tray.</source>
        <translation>Fechar a janela deixa o programa na área de notificação.</translation>
    </message>
    <message>
        <source>Global hotkey</source>
        <translation>Tecla de atalho global</translation>
    </message>
    <message>
        <source>Translates the clipboard from any program, where the desktop allows it.</source>
        <translation>Traduz a área de transferência a partir de qualquer programa, se o ambiente o permitir.</translation>
    </message>
    <message>
        <source>Folder for translated files</source>
        <translation>Pasta dos ficheiros traduzidos</translation>
    </message>
    <message>
        <source>Empty: beside the original file.</source>
        <translation>Vazio: ao lado do ficheiro original.</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Dispositivo</translation>
    </message>
    <message>
        <source>Where models run; auto uses the GPU if there is one.</source>
        <translation>Onde os modelos correm; automático usa a GPU, se existir.</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Threads (linhas de execução)</translation>
    </message>
    <message>
        <source>CPU threads; 0 uses all cores.</source>
        <translation>Linhas de execução da CPU; 0 usa todos os núcleos.</translation>
    </message>
    <message>
        <source>Beam size</source>
        <translation>Largura do feixe</translation>
    </message>
    <message>
        <source>Larger is slower and often a little better; 1 is fastest.</source>
        <translation>Maior é mais lento e muitas vezes um pouco melhor; 1 é o mais rápido.</translation>
    </message>
    <message>
        <source>Translate as you type</source>
        <translation>Traduzir enquanto escreve</translation>
    </message>
    <message>
        <source>Otherwise the Translate button starts it.</source>
        <translation>Caso contrário, o botão Traduzir inicia.</translation>
    </message>
    <message>
        <source>Pause before translating (ms)</source>
        <translation>Pausa antes de traduzir (ms)</translation>
    </message>
    <message>
        <source>How long typing must rest before the translation starts.</source>
        <translation>Quanto tempo sem escrever até a tradução começar.</translation>
    </message>
    <message>
        <source>Use the glossary</source>
        <translation>Usar o glossário</translation>
    </message>
    <message>
        <source>Translate terms as the glossary says.</source>
        <translation>Traduzir os termos como diz o glossário.</translation>
    </message>
    <message>
        <source>Use the translation memory</source>
        <translation>Usar a memória de tradução</translation>
    </message>
    <message>
        <source>Reuse saved pairs and offer similar ones.</source>
        <translation>Reutilizar pares guardados e propor os parecidos.</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Tema</translation>
    </message>
    <message>
        <source>Light or dark; system follows the desktop.</source>
        <translation>Claro ou escuro; o do sistema segue o ambiente.</translation>
    </message>
    <message>
        <source>Text font</source>
        <translation>Tipo de letra do texto</translation>
    </message>
    <message>
        <source>Font of the two text panes; empty: the system's.</source>
        <translation>Tipo de letra dos dois painéis; vazio: o do sistema.</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Tamanho do texto</translation>
    </message>
    <message>
        <source>Size of the two text panes in points.</source>
        <translation>Tamanho dos dois painéis em pontos.</translation>
    </message>
    <message>
        <source>Underline unsure words</source>
        <translation>Sublinhar palavras incertas</translation>
    </message>
    <message>
        <source>Words that the model is not sure of get a wavy line.</source>
        <translation>As palavras de que o modelo não tem a certeza levam uma linha ondulada.</translation>
    </message>
    <message>
        <source>Unsure below</source>
        <translation>Incerto abaixo de</translation>
    </message>
    <message>
        <source>Confidence (0 to 1) under which a word is underlined.</source>
        <translation>Confiança (0 a 1) abaixo da qual uma palavra é sublinhada.</translation>
    </message>
    <message>
        <source>Translate now</source>
        <translation>Traduzir agora</translation>
    </message>
    <message>
        <source>Swap languages</source>
        <translation>Trocar as línguas</translation>
    </message>
    <message>
        <source>Copy the translation</source>
        <translation>Copiar a tradução</translation>
    </message>
    <message>
        <source>Paste and translate</source>
        <translation>Colar e traduzir</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Limpar</translation>
    </message>
    <message>
        <source>Save pair to memory</source>
        <translation>Guardar par na memória</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Como o sistema</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Escuro</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automático</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Definições</translation>
    </message>
    <message>
        <source>Defaults</source>
        <translation>Predefinições</translation>
    </message>
    <message>
        <source>Set every option to its default</source>
        <translation>Repor todas as opções predefinidas</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Atalhos</translation>
    </message>
    <message>
        <source>List of shortcuts (F1)</source>
        <translation>Lista de atalhos (F1)</translation>
    </message>
    <message>
        <source>Press the keys</source>
        <translation>Prima as teclas</translation>
    </message>
</context>
<context>
    <name>ShortcutList</name>
    <message>
        <source>Look closer at the sentence under the cursor</source>
        <translation>Ver de perto a frase sob o cursor</translation>
    </message>
    <message>
        <source>Go to a page</source>
        <translation>Ir para uma página</translation>
    </message>
    <message>
        <source>Undo, redo</source>
        <translation>Anular, refazer</translation>
    </message>
    <message>
        <source>This list</source>
        <translation>Esta lista</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Sair</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Atalhos</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Ação</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Teclas</translation>
    </message>
</context>
<context>
    <name>TablePage</name>
    <message>
        <source>1 entry</source>
        <translation>1 entrada</translation>
    </message>
    <message>
        <source>{count} entries</source>
        <translation>{count} entradas</translation>
    </message>
</context>
<context>
    <name>TranslatePage</name>
    <message>
        <source>Source language</source>
        <translation>Língua de origem</translation>
    </message>
    <message>
        <source>Target language</source>
        <translation>Língua de destino</translation>
    </message>
    <message>
        <source>Type or paste text, or drop a file here</source>
        <translation>Escreva ou cole texto, ou largue aqui um ficheiro</translation>
    </message>
    <message>
        <source>The translation appears here</source>
        <translation>A tradução aparece aqui</translation>
    </message>
    <message>
        <source>Source text</source>
        <translation>Texto de origem</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>Tradução</translation>
    </message>
    <message>
        <source>Swap languages</source>
        <translation>Trocar as línguas</translation>
    </message>
    <message>
        <source>Copy the translation</source>
        <translation>Copiar a tradução</translation>
    </message>
    <message>
        <source>Replace the source by the clipboard and translate</source>
        <translation>Substituir a origem pela área de transferência e traduzir</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Limpar</translation>
    </message>
    <message>
        <source>Translate now</source>
        <translation>Traduzir agora</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Colar</translation>
    </message>
    <message>
        <source>Translate</source>
        <translation>Traduzir</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelos</translation>
    </message>
    <message>
        <source>Go to the models page</source>
        <translation>Ir para a página dos modelos</translation>
    </message>
    <message>
        <source>Translation progress</source>
        <translation>Progresso da tradução</translation>
    </message>
    <message>
        <source>{count} words/s</source>
        <translation>{count} palavras/s</translation>
    </message>
    <message>
        <source>The translator failed; your text is kept.</source>
        <translation>O tradutor falhou; o seu texto está guardado.</translation>
    </message>
    <message>
        <source>No installed model translates {source} to {target}: import one on the Models page.</source>
        <translation>Nenhum modelo instalado traduz {source} → {target}: importe um na página Modelos.</translation>
    </message>
    <message>
        <source>1 word</source>
        <translation>1 palavra</translation>
    </message>
    <message>
        <source>{count} words</source>
        <translation>{count} palavras</translation>
    </message>
    <message>
        <source>The translation is in the clipboard.</source>
        <translation>A tradução está na área de transferência.</translation>
    </message>
    <message>
        <source>Can't read {file}: {reason}</source>
        <translation>Não é possível ler {file}: {reason}</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>This desktop does not allow a global hotkey: bind a key to “plgt window --clipboard”.</source>
        <translation>Este ambiente não permite uma tecla global: associe uma tecla a “plgt window --clipboard”.</translation>
    </message>
    <message>
        <source>Show the window</source>
        <translation>Mostrar a janela</translation>
    </message>
    <message>
        <source>Translate the clipboard</source>
        <translation>Traduzir a área de transferência</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Sair</translation>
    </message>
</context>
</TS>
