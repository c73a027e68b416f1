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
    <message>
        <source>All files</source>
        <translation>Todos os ficheiros</translation>
    </message>
    <message>
        <source>Clear finished</source>
        <translation>Limpar terminados</translation>
    </message>
    <message>
        <source>Files that can be translated</source>
        <translation>Ficheiros que podem ser traduzidos</translation>
    </message>
    <message>
        <source>Go on with the interrupted files</source>
        <translation>Continuar os ficheiros interrompidos</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Língua</translation>
    </message>
    <message>
        <source>Leave the interrupted files stopped</source>
        <translation>Deixar parados os ficheiros interrompidos</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Agora não</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Tentar de novo</translation>
    </message>
    <message>
        <source>Take all files that ended out of the queue</source>
        <translation>Retirar da fila todos os ficheiros terminados</translation>
    </message>
    <message>
        <source>Translate the selected waiting files into…</source>
        <translation>Traduzir os ficheiros em espera selecionados para…</translation>
    </message>
    <message>
        <source>{count} files were interrupted.</source>
        <translation>{count} ficheiros foram interrompidos.</translation>
    </message>
    <message>
        <source>“{name}” was interrupted.</source>
        <translation>“{name}” foi interrompido.</translation>
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
    <message>
        <source>Delete 1 entry</source>
        <translation>Eliminar 1 entrada</translation>
    </message>
    <message>
        <source>Delete all {count} entries of the history, those that the search hides too?</source>
        <translation>Eliminar todas as {count} entradas do histórico, também as que a pesquisa esconde?</translation>
    </message>
    <message>
        <source>Delete the only entry of the history?</source>
        <translation>Eliminar a única entrada do histórico?</translation>
    </message>
    <message>
        <source>Delete {count} entries</source>
        <translation>Eliminar {count} entradas</translation>
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
        <source>The model is not sure of this word; the right button offers others.</source>
        <translation>O modelo não tem a certeza desta palavra; o botão direito oferece outras.</translation>
    </message>
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
        <source>Step of the translation</source>
        <translation>Passo da tradução</translation>
    </message>
    <message>
        <source>E_LM of {model}, cross-attention, decoder layer {layer} of {layers}, head {head} of {heads}: which source pieces each target piece looks at</source>
        <translation>E_LM de {model}, atenção cruzada, camada {layer} de {layers} do descodificador, cabeça {head} de {heads}: para que peças da origem olha cada peça do destino</translation>
    </message>
    <message>
        <source>No single attention matrix belongs to this sentence; these are its aligned words.</source>
        <translation>Nenhuma matriz de atenção única pertence a esta frase; estas são as suas palavras alinhadas.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Remover</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Substituir</translation>
    </message>
    <message>
        <source>Replace the installed model “{name}” ({old}) by this one ({new})?</source>
        <translation>Substituir o modelo instalado “{name}” ({old}) por este ({new})?</translation>
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
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Nothing in it was translated.</source>
        <translation>Nada nele foi traduzido.</translation>
    </message>
    <message>
        <source>Open in Translate</source>
        <translation>Abrir em Traduzir</translation>
    </message>
    <message>
        <source>Sentences to look at</source>
        <translation>Frases a rever</translation>
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
        <source>Why</source>
        <translation>Porquê</translation>
    </message>
    <message>
        <source>{count} sentences, none of them doubtful.</source>
        <translation>{count} frases, nenhuma duvidosa.</translation>
    </message>
    <message>
        <source>{count} sentences, {doubtful} of them to look at; the most doubtful first.</source>
        <translation>{count} frases, {doubtful} delas a rever; as mais duvidosas primeiro.</translation>
    </message>
</context>
<context>
    <name>Runtime</name>
    <message>
        <source>"{value}" is typed in texts: press Ctrl, Alt or Meta with it, or use an F key.</source>
        <translation>“{value}” escreve-se nos textos: prima Ctrl, Alt ou Meta com ela, ou use uma tecla F.</translation>
    </message>
    <message>
        <source>The settings file makes "{value}", which is typed in texts, a shortcut: "{action}" has no shortcut now.</source>
        <translation>O ficheiro de definições faz de “{value}”, que se escreve nos textos, um atalho: “{action}” já não tem atalho.</translation>
    </message>
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
    <message>
        <source>CUDA libraries can't be loaded ({detail})</source>
        <translation>as bibliotecas CUDA não podem ser carregadas ({detail})</translation>
    </message>
    <message>
        <source>the CUDA provider doesn't start ({detail})</source>
        <translation>o fornecedor CUDA não arranca ({detail})</translation>
    </message>
    <message>
        <source>the CUDA provider doesn't start: CUDA, cuDNN or the driver is missing or of another version</source>
        <translation>o fornecedor CUDA não arranca: CUDA, cuDNN ou o controlador falta ou é de outra versão</translation>
    </message>
    <message>
        <source>{device} ran out of memory even for one sentence ({detail})</source>
        <translation>{device} ficou sem memória mesmo para uma só frase ({detail})</translation>
    </message>
    <message>
        <source>CUDA can't be used: {reason}; choose the device auto or cpu.</source>
        <translation>Não é possível usar CUDA: {reason}; escolha o dispositivo auto ou cpu.</translation>
    </message>
    <message>
        <source>The CUDA provider stopped working: choose the device cpu.</source>
        <translation>O fornecedor CUDA deixou de funcionar: escolha o dispositivo cpu.</translation>
    </message>
    <message>
        <source>Unknown device "{value}": use auto, cpu or cuda.</source>
        <translation>Dispositivo desconhecido “{value}”: use auto, cpu ou cuda.</translation>
    </message>
    <message>
        <source>onnxruntime is not installed: run pip install "plgt-translator[cpu]" (or [gpu] for an NVIDIA GPU).</source>
        <translation>O onnxruntime não está instalado: execute pip install "plgt-translator[cpu]" (ou [gpu] para uma GPU NVIDIA).</translation>
    </message>
    <message>
        <source>onnxruntime is damaged, as happens when onnxruntime and onnxruntime-gpu were both installed: uninstall both and install one of them again.</source>
        <translation>O onnxruntime está danificado, como acontece quando onnxruntime e onnxruntime-gpu são ambos instalados: desinstale os dois e volte a instalar um deles.</translation>
    </message>
    <message>
        <source>There isn't enough memory to translate a sentence ({detail}): close other programs.</source>
        <translation>Não há memória suficiente para traduzir uma frase ({detail}): feche outros programas.</translation>
    </message>
    <message>
        <source>A sentence of {count} tokens is longer than the model can read ({most}): split it.</source>
        <translation>Uma frase de {count} unidades é mais longa do que o modelo consegue ler ({most}): divida-a.</translation>
    </message>
    <message>
        <source>The model "{name}" has no variant "{wanted}": it has {known}.</source>
        <translation>O modelo “{name}” não tem a variante “{wanted}”: tem {known}.</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Cancelado.</translation>
    </message>
    <message>
        <source>Unknown mode "{value}": use latency or throughput.</source>
        <translation>Modo desconhecido “{value}”: use latency ou throughput.</translation>
    </message>
    <message>
        <source>A beam of {value} isn't possible: use 1 to 32.</source>
        <translation>Um feixe de {value} não é possível: use de 1 a 32.</translation>
    </message>
    <message>
        <source>A batch size of {value} isn't possible: use at least 1.</source>
        <translation>Um lote de {value} não é possível: use pelo menos 1.</translation>
    </message>
    <message>
        <source>{value} alternatives aren't possible: ask for 0 to 20.</source>
        <translation>Não são possíveis {value} alternativas: peça de 0 a 20.</translation>
    </message>
    <message>
        <source>Unknown language "{value}": use one of {known}.</source>
        <translation>Língua desconhecida “{value}”: use uma de {known}.</translation>
    </message>
    <message>
        <source>"{value}" is not a direction: write it as SOURCE-TARGET, for example tr-en.</source>
        <translation>“{value}” não é uma direção: escreva-a como ORIGEM-DESTINO, por exemplo tr-en.</translation>
    </message>
    <message>
        <source>A confidence table needs at least two observations: give more development sentences.</source>
        <translation>Uma tabela de confiança precisa de pelo menos duas observações: dê mais frases de desenvolvimento.</translation>
    </message>
    <message>
        <source>The model gave no translation.</source>
        <translation>O modelo não deu tradução.</translation>
    </message>
    <message>
        <source>The model gave no words.</source>
        <translation>O modelo não deu palavras.</translation>
    </message>
    <message>
        <source>The same word came {count} times in a row.</source>
        <translation>A mesma palavra apareceu {count} vezes seguidas.</translation>
    </message>
    <message>
        <source>The same {words} words came {count} times in a row.</source>
        <translation>As mesmas {words} palavras apareceram {count} vezes seguidas.</translation>
    </message>
    <message>
        <source>The same letters came {count} times in a row.</source>
        <translation>As mesmas letras apareceram {count} vezes seguidas.</translation>
    </message>
    <message>
        <source>"{words}" came {count} times.</source>
        <translation>“{words}” apareceu {count} vezes.</translation>
    </message>
    <message>
        <source>The model began to repeat itself and was stopped.</source>
        <translation>O modelo começou a repetir-se e foi parado.</translation>
    </message>
    <message>
        <source>The translation is {count} times as long as the source.</source>
        <translation>A tradução é {count} vezes mais longa do que o original.</translation>
    </message>
    <message>
        <source>The translation is much shorter than the source; something is probably missing.</source>
        <translation>A tradução é muito mais curta do que o original; provavelmente falta algo.</translation>
    </message>
    <message>
        <source>The translation reached the length limit before its end.</source>
        <translation>A tradução atingiu o limite de comprimento antes do fim.</translation>
    </message>
    <message>
        <source>The number {number} isn't in the source.</source>
        <translation>O número {number} não está no original.</translation>
    </message>
    <message>
        <source>The number {number} of the source is missing.</source>
        <translation>Falta o número {number} do original.</translation>
    </message>
    <message>
        <source>The sentence came back untranslated.</source>
        <translation>A frase voltou por traduzir.</translation>
    </message>
    <message>
        <source>&quot;{first}&quot; and &quot;{second}&quot; changed places, and they take the arguments in order.</source>
        <translation>“{first}” e “{second}” trocaram de lugar, e recebem os argumentos por ordem.</translation>
    </message>
    <message>
        <source>&quot;{item}&quot; was missing and was put at the start.</source>
        <translation>Faltava “{item}”, que foi posto no início.</translation>
    </message>
    <message>
        <source>&quot;{item}&quot; was missing and was put at the end.</source>
        <translation>Faltava “{item}”, que foi posto no fim.</translation>
    </message>
    <message>
        <source>A placeholder or tag had to be put back.</source>
        <translation>Foi preciso repor um marcador ou uma etiqueta.</translation>
    </message>
    <message>
        <source>Placeholders changed places.</source>
        <translation>Os marcadores trocaram de lugar.</translation>
    </message>
    <message>
        <source>A plural or select pattern was left as it is.</source>
        <translation>Um padrão de plural ou de seleção ficou como está.</translation>
    </message>
    <message>
        <source>The glossary's "{wanted}" for "{term}" is missing.</source>
        <translation>Falta “{wanted}”, que o glossário dá para “{term}”.</translation>
    </message>
    <message>
        <source>The model is unsure of this sentence ({percent} confidence).</source>
        <translation>O modelo não tem a certeza desta frase (confiança {percent}).</translation>
    </message>
    <message>
        <source>A part was kept as it is: {what}.</source>
        <translation>Uma parte ficou como está: {what}.</translation>
    </message>
    <message>
        <source>{script} script</source>
        <translation>escrita {script}</translation>
    </message>
    <message>
        <source>a word longer than the model can read</source>
        <translation>uma palavra mais longa do que o modelo consegue ler</translation>
    </message>
    <message>
        <source>No installed model translates {source_language} to {target_language} (installed directions: {list}): import one with: plgt models import FILE.</source>
        <translation>Nenhum modelo instalado traduz {source_language} → {target_language} (direções instaladas: {list}): importe um na página Modelos.</translation>
    </message>
    <message>
        <source>There is no model named "{name}": installed are {list}.</source>
        <translation>Não há modelo chamado “{name}”: estão instalados: {list}.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>nenhum</translation>
    </message>
    <message>
        <source>The bundle's name "{name}" can't be used as a file name: export it with --name.</source>
        <translation>O nome do pacote “{name}” não pode ser nome de ficheiro: exporte-o com --name.</translation>
    </message>
    <message>
        <source>A model named "{name}" is installed already: add --replace to overwrite it.</source>
        <translation>Já está instalado um modelo chamado “{name}”: remova-o primeiro.</translation>
    </message>
    <message>
        <source>"{name}" is shipped with the program and can't be removed; set another default.</source>
        <translation>“{name}” vem com o programa e não pode ser removido; escolha outra predefinição.</translation>
    </message>
    <message>
        <source>"{name}" does not translate {direction}; it serves {known}.</source>
        <translation>“{name}” não traduz {direction}; serve {known}.</translation>
    </message>
    <message>
        <source>Can't remove "{path}": {reason}.</source>
        <translation>Não é possível remover “{path}”: {reason}.</translation>
    </message>
    <message>
        <source>Can't read the bundle "{path}" ({reason}): check its permissions.</source>
        <translation>Não é possível ler o pacote “{path}” ({reason}): verifique as permissões.</translation>
    </message>
    <message>
        <source>Can't read the bundle "{path}" ({reason}): check the path and its permissions.</source>
        <translation>Não é possível ler o pacote “{path}” ({reason}): verifique o caminho e as permissões.</translation>
    </message>
    <message>
        <source>Can't write the bundle "{path}": {reason}.</source>
        <translation>Não é possível escrever o pacote “{path}”: {reason}.</translation>
    </message>
    <message>
        <source>There is no bundle "{path}": check the path.</source>
        <translation>Não há pacote “{path}”: verifique o caminho.</translation>
    </message>
    <message>
        <source>"{path}" exists already: remove it first or give another name.</source>
        <translation>“{path}” já existe: remova-o primeiro ou dê outro nome.</translation>
    </message>
    <message>
        <source>"{name}" is missing from the bundle "{path}": download or export it again.</source>
        <translation>“{name}” falta no pacote “{path}”: transfira-o ou exporte-o de novo.</translation>
    </message>
    <message>
        <source>"{path}" is not a model bundle: its manifest is of another format.</source>
        <translation>“{path}” não é um pacote de modelo: o seu manifesto é de outro formato.</translation>
    </message>
    <message>
        <source>"{path}" is not a model bundle: its manifest is not a table.</source>
        <translation>“{path}” não é um pacote de modelo: o seu manifesto não é uma tabela.</translation>
    </message>
    <message>
        <source>"{path}" is not a model bundle: it has no {name}.</source>
        <translation>“{path}” não é um pacote de modelo: não tem {name}.</translation>
    </message>
    <message>
        <source>"{path}" is not a readable model bundle ({detail}): download or export it again.</source>
        <translation>“{path}” não é um pacote de modelo legível ({detail}): transfira-o ou exporte-o de novo.</translation>
    </message>
    <message>
        <source>The bundle "{path}" has format version {version}, but this program knows versions up to {most}: update the program.</source>
        <translation>O pacote “{path}” tem a versão de formato {version}, mas este programa conhece versões até {most}: atualize o programa.</translation>
    </message>
    <message>
        <source>The bundle "{path}" has no file "{name}": it is incomplete, export it again.</source>
        <translation>O pacote “{path}” não tem o ficheiro “{name}”: está incompleto, exporte-o de novo.</translation>
    </message>
    <message>
        <source>"{name}" in the bundle "{path}" is damaged (its checksum differs): download or export the bundle again.</source>
        <translation>“{name}” no pacote “{path}” está danificado (a soma de verificação difere): transfira ou exporte o pacote de novo.</translation>
    </message>
    <message>
        <source>"{name}" in the bundle "{path}" refers to files outside itself, which a bundle may not do.</source>
        <translation>“{name}” no pacote “{path}” remete para ficheiros fora de si, o que um pacote não pode fazer.</translation>
    </message>
    <message>
        <source>The manifest of the bundle "{path}" has no valid "{entry}": download or export the bundle again.</source>
        <translation>O manifesto do pacote “{path}” não tem “{entry}” válido: transfira ou exporte o pacote de novo.</translation>
    </message>
    <message>
        <source>The manifest of the bundle "{path}" is wrong: {error}</source>
        <translation>O manifesto do pacote “{path}” está errado: {error}</translation>
    </message>
    <message>
        <source>The manifest of the bundle "{path}" is damaged: download or export the bundle again.</source>
        <translation>O manifesto do pacote “{path}” está danificado: transfira ou exporte o pacote de novo.</translation>
    </message>
    <message>
        <source>The graphs of the bundle "{path}" can't be loaded by onnxruntime {version} ({detail}): update onnxruntime or export the bundle again.</source>
        <translation>Os grafos do pacote “{path}” não podem ser carregados pelo onnxruntime {version} ({detail}): atualize o onnxruntime ou exporte o pacote de novo.</translation>
    </message>
    <message>
        <source>"{file}" in the bundle "{path}" does not fit its manifest ("{name}" {what}): export the bundle again.</source>
        <translation>“{file}” no pacote “{path}” não condiz com o manifesto (“{name}” {what}): exporte o pacote de novo.</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>falta</translation>
    </message>
    <message>
        <source>has shape {shape}</source>
        <translation>tem a forma {shape}</translation>
    </message>
    <message>
        <source>The tokenizer "{name}" of the bundle "{path}" has {pieces} pieces, but the model has {expected}: export the bundle again.</source>
        <translation>O atomizador “{name}” do pacote “{path}” tem {pieces} peças, mas o modelo tem {expected}: exporte o pacote de novo.</translation>
    </message>
    <message>
        <source>The bundle "{name}" has no symbol for the target language "{language}".</source>
        <translation>O pacote “{name}” não tem símbolo para a língua de destino “{language}”.</translation>
    </message>
    <message>
        <source>The tokenizer of the bundle "{name}" has no placeholder symbols.</source>
        <translation>O atomizador do pacote “{name}” não tem símbolos de marcador.</translation>
    </message>
    <message>
        <source>The tokenizer "{name}" of the bundle "{path}" can't be read: {detail}.</source>
        <translation>O atomizador “{name}” do pacote “{path}” não pode ser lido: {detail}.</translation>
    </message>
    <message>
        <source>The bundle's confidence table "{name}" is not a rising list of [raw, calibrated] pairs between 0 and 1: fit it again with python -m export.calibrate.</source>
        <translation>A tabela de confiança do pacote “{name}” não é uma lista crescente de pares [bruto, calibrado] entre 0 e 1: ajuste-a de novo com python -m export.calibrate.</translation>
    </message>
    <message>
        <source>{file}, line {line}</source>
        <translation>{file}, linha {line}</translation>
    </message>
    <message>
        <source>{where}: the term is empty; give a term or delete the line.</source>
        <translation>{where}: o termo está vazio; dê um termo ou apague a linha.</translation>
    </message>
    <message>
        <source>{where}: unknown case rule "{value}"; use match or exact.</source>
        <translation>{where}: regra de maiúsculas desconhecida “{value}”; use match ou exact.</translation>
    </message>
    <message>
        <source>The glossary {path} holds no pair of Turkish, Portuguese or English terms.</source>
        <translation>O glossário {path} não contém pares de termos turcos, portugueses ou ingleses.</translation>
    </message>
    <message>
        <source>The glossary {path} doesn't exist: check the path.</source>
        <translation>O glossário {path} não existe: verifique o caminho.</translation>
    </message>
    <message>
        <source>The glossary {path} has an unknown ending: use .csv, .tsv or .tbx.</source>
        <translation>O glossário {path} tem uma extensão desconhecida: use .csv, .tsv ou .tbx.</translation>
    </message>
    <message>
        <source>The glossary {path} is larger than 64 MiB: split it.</source>
        <translation>O glossário {path} tem mais de 64 MiB: divida-o.</translation>
    </message>
    <message>
        <source>The glossary {path} isn't a table at line {line} ({detail}).</source>
        <translation>O glossário {path} não é uma tabela na linha {line} ({detail}).</translation>
    </message>
    <message>
        <source>The glossary {path} isn't a TBX file ({detail}).</source>
        <translation>O glossário {path} não é um ficheiro TBX ({detail}).</translation>
    </message>
    <message>
        <source>The glossary {path} isn't UTF-8: save it as UTF-8 text.</source>
        <translation>O glossário {path} não é UTF-8: guarde-o como texto UTF-8.</translation>
    </message>
    <message>
        <source>Can't write {path} ({reason}): choose a folder that you may write to.</source>
        <translation>Não é possível escrever {path} ({reason}): escolha uma pasta onde possa escrever.</translation>
    </message>
    <message>
        <source>The history {path} failed ({reason}): check the disk or delete the file.</source>
        <translation>O histórico {path} falhou ({reason}): verifique o disco ou apague o ficheiro.</translation>
    </message>
    <message>
        <source>The file {path} doesn't exist: check the path.</source>
        <translation>O ficheiro {path} não existe: verifique o caminho.</translation>
    </message>
    <message>
        <source>The translation memory {path} failed ({reason}): check the disk or restore a backup.</source>
        <translation>A memória de tradução {path} falhou ({reason}): verifique o disco ou reponha uma cópia de segurança.</translation>
    </message>
    <message>
        <source>The file {path} isn't well-formed TMX ({detail}).</source>
        <translation>O ficheiro {path} não é TMX bem formado ({detail}).</translation>
    </message>
    <message>
        <source>The file {path} isn't TMX: its outermost element is &lt;{name}&gt;.</source>
        <translation>O ficheiro {path} não é TMX: o seu elemento exterior é &lt;{name}&gt;.</translation>
    </message>
    <message>
        <source>The translation memory {path} was made by a newer program: update this one.</source>
        <translation>A memória de tradução {path} foi feita por um programa mais novo: atualize este.</translation>
    </message>
    <message>
        <source>The translation memory {path} can't be opened ({reason}): choose another file or restore a backup.</source>
        <translation>Não é possível abrir a memória de tradução {path} ({reason}): escolha outro ficheiro ou reponha uma cópia de segurança.</translation>
    </message>
    <message>
        <source>"{value}" is not a value for {option}: use yes or no.</source>
        <translation>“{value}” não é um valor para {option}: use yes ou no.</translation>
    </message>
    <message>
        <source>"{value}" is not a value for {option}: use a text.</source>
        <translation>“{value}” não é um valor para {option}: use um texto.</translation>
    </message>
    <message>
        <source>"{value}" is not a value for {option}: use a number.</source>
        <translation>“{value}” não é um valor para {option}: use um número.</translation>
    </message>
    <message>
        <source>"{value}" is not a value for {option}: use {known}.</source>
        <translation>“{value}” não é um valor para {option}: use {known}.</translation>
    </message>
    <message>
        <source>{value} is not a value for {option}: use {least} to {most}.</source>
        <translation>{value} não é um valor para {option}: use de {least} a {most}.</translation>
    </message>
    <message>
        <source>"{keys}" is already the shortcut of "{action}": choose another one.</source>
        <translation>“{keys}” já é o atalho de “{action}”: escolha outro.</translation>
    </message>
    <message>
        <source>The settings file gives "{keys}" to two actions: "{action}" keeps it and "{other}" has no shortcut now.</source>
        <translation>O ficheiro de definições dá “{keys}” a duas ações: “{action}” fica com o atalho e “{other}” deixa de ter atalho.</translation>
    </message>
    <message>
        <source>There is no option "{name}": the options are {known}.</source>
        <translation>Não há opção “{name}”: as opções são {known}.</translation>
    </message>
    <message>
        <source>Can't write the settings "{path}" ({reason}): check the folder.</source>
        <translation>Não é possível escrever as definições “{path}” ({reason}): verifique a pasta.</translation>
    </message>
    <message>
        <source>The settings file had a wrong value, so the default is used: {error}</source>
        <translation>O ficheiro de definições tinha um valor errado, por isso usa-se a predefinição: {error}</translation>
    </message>
    <message>
        <source>The settings file is damaged: it was set aside as "{path}" and the defaults are used.</source>
        <translation>O ficheiro de definições está danificado: foi posto de lado como “{path}” e usam-se as predefinições.</translation>
    </message>
    <message>
        <source>The settings file is damaged: it is ignored and the defaults are used.</source>
        <translation>O ficheiro de definições está danificado: é ignorado e usam-se as predefinições.</translation>
    </message>
    <message>
        <source>"{name}" is damaged and cannot be unpacked: get or save a fresh copy.</source>
        <translation>“{name}” está danificado e não pode ser descompactado: obtenha ou guarde uma cópia nova.</translation>
    </message>
    <message>
        <source>Cannot read "{path}": {reason}.</source>
        <translation>Não é possível ler “{path}”: {reason}.</translation>
    </message>
    <message>
        <source>Cannot write "{path}": {reason}; free space or choose another target.</source>
        <translation>Não é possível escrever “{path}”: {reason}; liberte espaço ou escolha outro destino.</translation>
    </message>
    <message>
        <source>"{name}" holds {count} entries, more than a document can: it was not opened.</source>
        <translation>“{name}” contém {count} entradas, mais do que um documento pode ter: não foi aberto.</translation>
    </message>
    <message>
        <source>"{name}" unpacks to {size} MB, more than the limit of {most} MB: it was not opened.</source>
        <translation>“{name}” descompactado ocupa {size} MB, mais do que o limite de {most} MB: não foi aberto.</translation>
    </message>
    <message>
        <source>"{name}" is packed like a zip bomb (an entry grows more than {most} times): it was not opened.</source>
        <translation>“{name}” está compactado como uma bomba zip (uma entrada cresce mais de {most} vezes): não foi aberto.</translation>
    </message>
    <message>
        <source>"{name}" is damaged: its part "{part}" is missing; save it again.</source>
        <translation>“{name}” está danificado: falta a parte “{part}”; guarde-o de novo.</translation>
    </message>
    <message>
        <source>"{name}" holds a part ("{part}") of more than {size} MB: split the document first.</source>
        <translation>“{name}” contém uma parte (“{part}”) de mais de {size} MB: divida primeiro o documento.</translation>
    </message>
    <message>
        <source>"{name}" is protected with a password: remove the password and try again.</source>
        <translation>“{name}” está protegido com palavra-passe: retire-a e tente de novo.</translation>
    </message>
    <message>
        <source>"{name}" is protected with a password: remove the password first.</source>
        <translation>“{name}” está protegido com palavra-passe: retire-a primeiro.</translation>
    </message>
    <message>
        <source>"{name}" holds an entry that points outside it ("{part}"): it was not opened.</source>
        <translation>“{name}” contém uma entrada que aponta para fora dele (“{part}”): não foi aberto.</translation>
    </message>
    <message>
        <source>"{name}" is the file being translated: choose another target.</source>
        <translation>“{name}” é o ficheiro que está a ser traduzido: escolha outro destino.</translation>
    </message>
    <message>
        <source>"{name}" is damaged: its list of contents is missing; get a fresh copy.</source>
        <translation>“{name}” está danificado: falta a lista de conteúdos; obtenha uma cópia nova.</translation>
    </message>
    <message>
        <source>"{name}" declares XML entities, which books never need: it was not opened.</source>
        <translation>“{name}” declara entidades XML, de que os livros nunca precisam: não foi aberto.</translation>
    </message>
    <message>
        <source>"{name}" declares XML entities, which documents never need: it was not opened.</source>
        <translation>“{name}” declara entidades XML, de que os documentos nunca precisam: não foi aberto.</translation>
    </message>
    <message>
        <source>"{name}" is protected against copying and cannot be read.</source>
        <translation>“{name}” está protegido contra cópia e não pode ser lido.</translation>
    </message>
    <message>
        <source>"{name}" is larger than {size} MB: split it first.</source>
        <translation>“{name}” tem mais de {size} MB: divida-o primeiro.</translation>
    </message>
    <message>
        <source>"{name}" is not valid JSON (line {line}): correct it first.</source>
        <translation>“{name}” não é JSON válido (linha {line}): corrija-o primeiro.</translation>
    </message>
    <message>
        <source>"{name}" is not valid JSON: correct it first.</source>
        <translation>“{name}” não é JSON válido: corrija-o primeiro.</translation>
    </message>
    <message>
        <source>"{name}" is a damaged PDF: save or print it into a new one.</source>
        <translation>“{name}” é um PDF danificado: guarde-o ou imprima-o para um novo.</translation>
    </message>
    <message>
        <source>"{name}" holds no text (a scan?): run it through text recognition first.</source>
        <translation>“{name}” não contém texto (uma digitalização?): passe-o primeiro por reconhecimento de texto.</translation>
    </message>
    <message>
        <source>"{name}" is damaged in line {line}: msgfmt --check helps to mend it.</source>
        <translation>“{name}” está danificado na linha {line}: msgfmt --check ajuda a corrigi-lo.</translation>
    </message>
    <message>
        <source>"{name}" is damaged: msgfmt --check helps to mend it.</source>
        <translation>“{name}” está danificado: msgfmt --check ajuda a corrigi-lo.</translation>
    </message>
    <message>
        <source>"{name}" is in an old binary Office format: save it as docx, xlsx or pptx first.</source>
        <translation>“{name}” está num formato binário antigo do Office: guarde-o primeiro como docx, xlsx ou pptx.</translation>
    </message>
    <message>
        <source>"{name}" is a zip archive but no known kind of document: unpack it first.</source>
        <translation>“{name}” é um arquivo zip, mas nenhum tipo de documento conhecido: descompacte-o primeiro.</translation>
    </message>
    <message>
        <source>"{name}" has no known extension: files of these kinds can be translated: {known}.</source>
        <translation>“{name}” não tem uma extensão conhecida: podem traduzir-se ficheiros destes tipos: {known}.</translation>
    </message>
    <message>
        <source>"{name}" is empty: save it again in the program that made it.</source>
        <translation>“{name}” está vazio: guarde-o de novo no programa que o criou.</translation>
    </message>
    <message>
        <source>"{name}" is not a {format} inside, or it is damaged: save it again in the program that made it.</source>
        <translation>“{name}” não é por dentro um {format}, ou está danificado: guarde-o de novo no programa que o criou.</translation>
    </message>
    <message>
        <source>"{name}" is a binary file, not a text or document of a known format.</source>
        <translation>“{name}” é um ficheiro binário, não um texto nem um documento de formato conhecido.</translation>
    </message>
    <message>
        <source>"{name}" is a binary file, not a text.</source>
        <translation>“{name}” é um ficheiro binário, não um texto.</translation>
    </message>
    <message>
        <source>"{path}" is a folder: give a file.</source>
        <translation>“{path}” é uma pasta: indique um ficheiro.</translation>
    </message>
    <message>
        <source>"{path}" is not there or is not a file: check the name.</source>
        <translation>“{path}” não existe ou não é um ficheiro: verifique o nome.</translation>
    </message>
    <message>
        <source>"{path}" is not there: check the name.</source>
        <translation>“{path}” não existe: verifique o nome.</translation>
    </message>
    <message>
        <source>"{name}" holds no subtitles that could be read: check its format.</source>
        <translation>“{name}” não contém legendas legíveis: verifique o formato.</translation>
    </message>
    <message>
        <source>"{name}" has no column "{column}": it has {count} ({known}).</source>
        <translation>“{name}” não tem a coluna “{column}”: tem {count} ({known}).</translation>
    </message>
    <message>
        <source>"{name}" is not valid {encoding} text, as its beginning says: save it again.</source>
        <translation>“{name}” não é texto {encoding} válido, como diz o seu início: guarde-o de novo.</translation>
    </message>
    <message>
        <source>{name} begins as {encoding} but is broken further on: save it again as UTF-8.</source>
        <translation>{name} começa como {encoding} mas está corrompido mais à frente: guarde-o de novo como UTF-8.</translation>
    </message>
    <message>
        <source>{name} is not text: give a text file, or a document in one of the known formats.</source>
        <translation>{name} não é texto: indique um ficheiro de texto ou um documento num dos formatos conhecidos.</translation>
    </message>
    <message>
        <source>"{name}" is no TMX file: check its extension.</source>
        <translation>“{name}” não é um ficheiro TMX: verifique a extensão.</translation>
    </message>
    <message>
        <source>"{name}" is no XLIFF file: check its extension.</source>
        <translation>“{name}” não é um ficheiro XLIFF: verifique a extensão.</translation>
    </message>
    <message>
        <source>"{name}" is XLIFF {version}: versions 1.2 and 2.0 can be translated.</source>
        <translation>“{name}” é XLIFF {version}: podem traduzir-se as versões 1.2 e 2.0.</translation>
    </message>
    <message>
        <source>"{name}" is for a translation into "{language}", not "{wanted}".</source>
        <translation>“{name}” é para uma tradução para “{language}”, não “{wanted}”.</translation>
    </message>
    <message>
        <source>"{name}" holds more than {size} MB of XML: split the document first.</source>
        <translation>“{name}” contém mais de {size} MB de XML: divida primeiro o documento.</translation>
    </message>
    <message>
        <source>"{name}" is damaged: its XML cannot be read ({detail}).</source>
        <translation>“{name}” está danificado: o seu XML não pode ser lido ({detail}).</translation>
    </message>
    <message>
        <source>Too many translations of "{name}" in "{path}": move some of them away.</source>
        <translation>Demasiadas traduções de “{name}” em “{path}”: mova algumas para outro lado.</translation>
    </message>
    <message>
        <source>Source and target are the same language: choose two different ones.</source>
        <translation>A origem e o destino são a mesma língua: escolha duas diferentes.</translation>
    </message>
    <message>
        <source>The number of workers can't be negative: use 0 for one per core.</source>
        <translation>O número de processos não pode ser negativo: use 0 para um por núcleo.</translation>
    </message>
    <message>
        <source>A PDF can't be translated into "{value}": use txt or docx.</source>
        <translation>Um PDF não pode ser traduzido para “{value}”: use txt ou docx.</translation>
    </message>
    <message>
        <source>A batch into "{path}" was not finished: add --resume to continue it or --force to start over.</source>
        <translation>Um lote para “{path}” não foi terminado: esvazie a pasta de destino ou escolha outra.</translation>
    </message>
    <message>
        <source>Stopped before anything was translated.</source>
        <translation>Parado antes de algo ser traduzido.</translation>
    </message>
    <message>
        <source>"{path}" exists already: add --force to replace it.</source>
        <translation>“{path}” já existe: apague-o ou mova-o primeiro.</translation>
    </message>
    <message>
        <source>"{path}" exists and is no report: choose another name with --report.</source>
        <translation>“{path}” existe e não é um relatório: mova esse ficheiro.</translation>
    </message>
    <message>
        <source>The batch was started with other settings ({list}): resume with the same ones or start over with --force.</source>
        <translation>O lote foi iniciado com outras definições ({list}): volte às mesmas ou adicione o ficheiro de novo.</translation>
    </message>
    <message>
        <source>The journal of the batch is closed.</source>
        <translation>O diário do lote está fechado.</translation>
    </message>
    <message>
        <source>Cannot write in "{path}": {reason}; choose another output folder.</source>
        <translation>Não é possível escrever em “{path}”: {reason}; escolha outra pasta de destino.</translation>
    </message>
    <message>
        <source>The batch in "{path}" was started by another version of the program: finish it there or start over with --force.</source>
        <translation>O lote em “{path}” foi iniciado por outra versão do programa: termine-o com ela ou adicione o ficheiro de novo.</translation>
    </message>
    <message>
        <source>Cannot keep the journal in "{path}": {reason}; free space or choose another output folder.</source>
        <translation>Não é possível manter o diário em “{path}”: {reason}; liberte espaço ou escolha outra pasta de destino.</translation>
    </message>
    <message>
        <source>Another batch is running in "{path}": wait for it or choose another output folder.</source>
        <translation>Outro lote está a correr em “{path}”: espere por ele ou escolha outra pasta de destino.</translation>
    </message>
    <message>
        <source>"{name}" is translated into a {suffix} file: name the target so or give a folder.</source>
        <translation>“{name}” é traduzido para um ficheiro {suffix}: dê esse nome ao destino ou indique uma pasta.</translation>
    </message>
    <message>
        <source>"{path}" changed while it was being translated: run the batch again.</source>
        <translation>“{path}” mudou enquanto era traduzido: tente de novo.</translation>
    </message>
    <message>
        <source>"{name}" does not fit into memory: split it first.</source>
        <translation>“{name}” não cabe na memória: divida-o primeiro.</translation>
    </message>
    <message>
        <source>"{name}" could not be translated ({detail}): please report it.</source>
        <translation>“{name}” não pôde ser traduzido ({detail}): comunique-o, por favor.</translation>
    </message>
    <message>
        <source>There is not enough memory: use fewer workers.</source>
        <translation>Não há memória suficiente: use menos processos.</translation>
    </message>
    <message>
        <source>The translator failed unexpectedly ({detail}): please report it.</source>
        <translation>O tradutor falhou inesperadamente ({detail}): comunique-o, por favor.</translation>
    </message>
    <message>
        <source>A worker process ended twice while translating this file: it may need more memory.</source>
        <translation>Um processo terminou duas vezes ao traduzir este ficheiro: pode precisar de mais memória.</translation>
    </message>
    <message>
        <source>"{path}" is a damaged batch report: run the batch again.</source>
        <translation>“{path}” é um relatório de lote danificado: tente de novo.</translation>
    </message>
    <message>
        <source>"{path}" is not the JSON report of a batch: name reports that plgt batch wrote.</source>
        <translation>“{path}” não é o relatório JSON de um lote: indique relatórios escritos por plgt batch.</translation>
    </message>
    <message>
        <source>"{path}" is not a JSON report: name reports that plgt batch wrote.</source>
        <translation>“{path}” não é um relatório JSON: indique relatórios escritos por plgt batch.</translation>
    </message>
    <message>
        <source>Nothing to translate: name files or folders.</source>
        <translation>Nada para traduzir: indique ficheiros ou pastas.</translation>
    </message>
    <message>
        <source>[Errno {number}] {reason}: '{path}'</source>
        <translation>[Errno {number}] {reason}: '{path}'</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>não existe tal ficheiro ou pasta</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>permissão negada</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>operação não permitida</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>é uma pasta</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>não é uma pasta</translation>
    </message>
    <message>
        <source>File exists</source>
        <translation>o ficheiro já existe</translation>
    </message>
    <message>
        <source>Directory not empty</source>
        <translation>a pasta não está vazia</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>não há espaço no dispositivo</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>quota de disco excedida</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>sistema de ficheiros só de leitura</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>nome de ficheiro demasiado longo</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>demasiados ficheiros abertos</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>erro de entrada/saída</translation>
    </message>
    <message>
        <source>database is locked</source>
        <translation>a base de dados está bloqueada</translation>
    </message>
    <message>
        <source>database disk image is malformed</source>
        <translation>a base de dados está corrompida</translation>
    </message>
    <message>
        <source>file is not a database</source>
        <translation>o ficheiro não é uma base de dados</translation>
    </message>
    <message>
        <source>attempt to write a readonly database</source>
        <translation>a base de dados é só de leitura</translation>
    </message>
    <message>
        <source>unable to open database file</source>
        <translation>não é possível abrir a base de dados</translation>
    </message>
    <message>
        <source>disk I/O error</source>
        <translation>erro de entrada/saída do disco</translation>
    </message>
    <message>
        <source>database or disk is full</source>
        <translation>a base de dados ou o disco está cheio</translation>
    </message>
    <message>
        <source>"{file}" declares XML entities that nest or stand outside it ("{name}"), which books never need: it was not opened.</source>
        <translation>“{file}” declara entidades XML aninhadas ou externas (“{name}”), de que os livros nunca precisam: não foi aberto.</translation>
    </message>
    <message>
        <source>"{file}" declares XML entities that nest or stand outside it: it was not opened.</source>
        <translation>“{file}” declara entidades XML aninhadas ou externas: não foi aberto.</translation>
    </message>
    <message>
        <source>"{file}" has keys for msgids and no texts: give the catalogue of the source language.</source>
        <translation>“{file}” tem chaves como msgid e nenhum texto: indique o catálogo da língua de origem.</translation>
    </message>
    <message>
        <source>"{file}" has keys for msgids, and its texts are in "{language}" already: give the catalogue of the source language.</source>
        <translation>“{file}” tem chaves como msgid e os textos já estão em “{language}”: indique o catálogo da língua de origem.</translation>
    </message>
    <message>
        <source>"{file}" has more than {count} lines: split it first.</source>
        <translation>“{file}” tem mais de {count} linhas: divida-o primeiro.</translation>
    </message>
    <message>
        <source>"{file}" has more than {count} pages: split it first.</source>
        <translation>“{file}” tem mais de {count} páginas: divida-o primeiro.</translation>
    </message>
    <message>
        <source>"{file}" is damaged: the part with the document itself is missing; save it again.</source>
        <translation>“{file}” está danificado: falta a parte com o próprio documento; guarde-o de novo.</translation>
    </message>
    <message>
        <source>"{file}" is no {kind}: check its extension.</source>
        <translation>“{file}” não é {kind}: verifique a extensão.</translation>
    </message>
    <message>
        <source>"{file}" unpacks to more than {count} MB: it is refused.</source>
        <translation>“{file}” ocupa mais de {count} MB descompactado: foi recusado.</translation>
    </message>
    <message>
        <source>A PDF can't be translated into "{value}": use txt, docx or both.</source>
        <translation>Um PDF não pode ser traduzido para “{value}”: use txt, docx ou both.</translation>
    </message>
    <message>
        <source>A beam of {value} isn't possible: use 1 to {most}.</source>
        <translation>Um feixe de {value} não é possível: use de 1 a {most}.</translation>
    </message>
    <message>
        <source>A page holds too many letters.</source>
        <translation>Uma página tem letras a mais.</translation>
    </message>
    <message>
        <source>A plural or select pattern was left as it is: translate it by hand.</source>
        <translation>Um padrão de plural ou de seleção ficou como estava: traduza-o à mão.</translation>
    </message>
    <message>
        <source>It stands too deep.</source>
        <translation>Está demasiado aninhado.</translation>
    </message>
    <message>
        <source>Nothing can be kept on this disk ({detail}): what is saved now lasts until the program ends.</source>
        <translation>Nada pode ser guardado neste disco ({detail}): o que for guardado agora dura até o programa terminar.</translation>
    </message>
    <message>
        <source>Sampling draws from 1 or more tokens, and needs a beam of 1.</source>
        <translation>A amostragem escolhe entre 1 ou mais unidades e exige um feixe de 1.</translation>
    </message>
    <message>
        <source>Started over: changed since then ({settings}).</source>
        <translation>Recomeçado: mudou desde então ({settings}).</translation>
    </message>
    <message>
        <source>Stopped before the file was translated.</source>
        <translation>Interrompido antes de o ficheiro ser traduzido.</translation>
    </message>
    <message>
        <source>The file is damaged: it was set aside as "{kept}", and a new one is begun.</source>
        <translation>O ficheiro está danificado: foi guardado como “{kept}” e começou-se um novo.</translation>
    </message>
    <message>
        <source>The glossary's "{term}" may stand in the wrong place.</source>
        <translation>O termo “{term}” do glossário pode estar no lugar errado.</translation>
    </message>
    <message>
        <source>The glossary's terms were put in place of the words aligned to them.</source>
        <translation>Os termos do glossário foram postos no lugar das palavras que lhes correspondem.</translation>
    </message>
    <message>
        <source>The tags could not be placed in the translation: the text was kept as it is.</source>
        <translation>As etiquetas não puderam ser postas na tradução: o texto ficou como estava.</translation>
    </message>
    <message>
        <source>{file} can't be read: {reason}.</source>
        <translation>{file} não pode ser lido: {reason}.</translation>
    </message>
    <message>
        <source>{file} is a folder: give a file.</source>
        <translation>{file} é uma pasta: indique um ficheiro.</translation>
    </message>
    <message>
        <source>{file} is no regular file but a device or a pipe: copy its content into a file.</source>
        <translation>{file} não é um ficheiro normal, mas um dispositivo ou um canal: copie o conteúdo para um ficheiro.</translation>
    </message>
    <message>
        <source>{value} alternatives aren't possible: ask for 0 to {most}.</source>
        <translation>{value} alternativas não são possíveis: peça de 0 a {most}.</translation>
    </message>
</context>
<context>
    <name>SentencePanel</name>
    <message>
        <source>From your memory ({percent} % alike): {source}</source>
        <translation>Da sua memória ({percent} % semelhante): {source}</translation>
    </message>
    <message>
        <source>likely right</source>
        <translation>provavelmente certo</translation>
    </message>
    <message>
        <source>check</source>
        <translation>verificar</translation>
    </message>
    <message>
        <source>doubtful</source>
        <translation>duvidoso</translation>
    </message>
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
        <source>Close what is open</source>
        <translation>Fechar o que está aberto</translation>
    </message>
    <message>
        <source>Larger, smaller text</source>
        <translation>Texto maior, menor</translation>
    </message>
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
        <source>List of shortcuts</source>
        <translation>Lista de atalhos</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Sair</translation>
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
    <message>
        <source>1 entry was removed.</source>
        <translation>1 entrada foi removida.</translation>
    </message>
    <message>
        <source>{count} entries were removed.</source>
        <translation>{count} entradas foram removidas.</translation>
    </message>
</context>
<context>
    <name>TranslatePage</name>
    <message>
        <source>Stop</source>
        <translation>Parar</translation>
    </message>
    <message>
        <source>Stop translating; what is finished stays</source>
        <translation>Parar a tradução; o que está pronto fica</translation>
    </message>
    <message>
        <source>Try an example</source>
        <translation>Experimentar um exemplo</translation>
    </message>
    <message>
        <source>Put an example sentence in</source>
        <translation>Colocar uma frase de exemplo</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Parado.</translation>
    </message>
    <message>
        <source>Translate from {language}?</source>
        <translation>Traduzir de {language}?</translation>
    </message>
    <message>
        <source>The translation is done.</source>
        <translation>A tradução está pronta.</translation>
    </message>
    <message>
        <source>Nothing can be kept on the disk: {reason}.</source>
        <translation>Nada pode ser guardado no disco: {reason}.</translation>
    </message>
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
        <source>This desktop does not allow a global hotkey: use “Translate the clipboard” in the menu of the tray icon.</source>
        <translation>Este ambiente não permite um atalho global: use “Traduzir a área de transferência” no menu do ícone da bandeja.</translation>
    </message>
    <message>
        <source>The program goes on here. Quit it with the menu of this icon.</source>
        <translation>O programa continua aqui. Feche-o no menu deste ícone.</translation>
    </message>
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
<context>
    <name>PieceMap</name>
    <message>
        <source>{target} looks at {source}: {value}</source>
        <translation>{target} olha para {source}: {value}</translation>
    </message>
</context>
<context>
    <name>UndoLine</name>
    <message>
        <source>Undo</source>
        <translation>Anular</translation>
    </message>
</context>
<context>
    <name>LanguageChips</name>
    <message>
        <source>Detect language</source>
        <translation>Detetar idioma</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>Auto</translation>
    </message>
    <message>
        <source>{language} (detected)</source>
        <translation>{language} (detetado)</translation>
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
        <translation>Copiar</translation>
    </message>
</context>
</TS>
