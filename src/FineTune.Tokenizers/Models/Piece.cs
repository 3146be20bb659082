namespace FineTune.Tokenizers;

/// <summary>A token of a word: its id and its span, in UTF-16 units of the normalized word.</summary>
internal readonly record struct Piece(int Id, int Start, int End);
