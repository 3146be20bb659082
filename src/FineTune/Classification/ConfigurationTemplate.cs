using System.Text;
using FineTune.Training;

namespace FineTune.Classification;

/// <summary>Writes a configuration with every argument at its default (that of `train`), each after a line that says what it is.</summary>
internal static class ConfigurationTemplate
{
    public static string Write()
    {
        StringBuilder text = new("{\n");
        Argument[] all = [.. RunConfiguration.Arguments.Where(argument => argument.Support != ArgumentSupport.Refused)];
        for (int i = 0; i < all.Length; i++)
        {
            text.Append($"  \"//\": {JsonText.WriteLine($"{all[i].Help} ({all[i].Expectation})")},\n");
            text.Append($"  \"{all[i].Name}\": {(all[i].Name == "do_train" ? "true" : JsonText.WriteLine(all[i].Default))}{(i == all.Length - 1 ? string.Empty : ",")}\n");
        }

        return text.Append("}\n").ToString();
    }
}
