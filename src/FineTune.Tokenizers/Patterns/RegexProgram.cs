namespace FineTune.Tokenizers;

/// <summary>A regular expression as steps over code points, and what a match can begin with (null: anything).</summary>
internal sealed class RegexProgram(RegexInstruction[] code, int slots, CodePointSet? first)
{
    public RegexInstruction[] Code => code;

    /// <summary>Gets how many places repetitions note.</summary>
    public int Slots => slots;

    public CodePointSet? First => first;
}
