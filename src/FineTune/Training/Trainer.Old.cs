using System.ComponentModel;

namespace FineTune;

/// <content>Properties that earlier versions of the reference had: who sets one is told the new name by the compiler.</content>
public partial class Trainer
{
    /// <summary>Tokenizer is now ProcessingClass.</summary>
    [Obsolete("Tokenizer is now ProcessingClass.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? Tokenizer { get => null; init => _ = value; }
}
