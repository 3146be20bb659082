namespace FineTune.Tokenizers;

/// <summary>A token of a word: its id and its span, in code points of the normalized word (on BERT's short way in UTF-16 units).</summary>
internal readonly record struct Piece(int Id, int Start, int End);
