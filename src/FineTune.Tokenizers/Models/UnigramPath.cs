namespace FineTune.Tokenizers;

/// <summary>The best way to a place of a word: its score, its last token and where that begins (-1: nothing leads here yet).</summary>
internal record struct UnigramPath(double Score, int Id, int Start);
