namespace FineTune.Testing;

/// <summary>Damages a text here and there.</summary>
internal static class Scratches
{
    /// <summary>Replaces one to three characters by others of ASCII.</summary>
    public static string In(string original, Random random)
    {
        char[] text = original.ToCharArray();
        for (int count = random.Next(1, 4); count > 0; count--)
        {
            text[random.Next(text.Length)] = (char)random.Next(' ', '\u007f');
        }

        return new string(text);
    }
}
