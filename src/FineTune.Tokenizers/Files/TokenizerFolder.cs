using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Where a tokenizer's files are: a folder, or one file alone.</summary>
internal sealed class TokenizerFolder
{
    private readonly bool _isFolder;

    public TokenizerFolder(string path)
    {
        _isFolder = Directory.Exists(path);
        if (!_isFolder && !File.Exists(path))
            Throw.NoSuchFolder(path);
        Path = path;
        if (_isFolder)
            (TokenizerFile, VocabularyFile) = (Existing("tokenizer.json"), Existing("vocab.txt"));
        else if (path.EndsWith("tokenizer.json", StringComparison.Ordinal))
            TokenizerFile = path;
        else
            VocabularyFile = path;
        if (TokenizerFile is null && VocabularyFile is null)
            Throw.NoTokenizerFiles(path);
    }

    public string Path { get; }

    public string? TokenizerFile { get; }

    public string? VocabularyFile { get; }

    public string PathOf(string name) => _isFolder ? System.IO.Path.Combine(Path, name) : Path;

    /// <summary>The properties of another file of the folder; none when there is no such file, or no folder.</summary>
    public Dictionary<string, JsonNode?> ReadProperties(string name) => _isFolder ? JsonFile.ReadProperties(PathOf(name)) : [];

    private string? Existing(string name) => File.Exists(PathOf(name)) ? PathOf(name) : null;
}
