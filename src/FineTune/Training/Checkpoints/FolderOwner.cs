using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace FineTune.Training;

/// <summary>Who writes into a folder, as it lies beside the lock for those who find that held.</summary>
/// <param name="Process">The process.</param>
/// <param name="Host">Its computer.</param>
/// <param name="Since">When it began to write.</param>
/// <param name="Start">When the process began, which tells it from a later one of the same number.</param>
internal sealed record FolderOwner(int Process, string Host, DateTimeOffset Since, DateTime Start)
{
    public static FolderOwner Here()
    {
        using Process process = System.Diagnostics.Process.GetCurrentProcess();
        return new FolderOwner(Environment.ProcessId, Environment.MachineName, DateTimeOffset.Now, process.StartTime.ToUniversalTime());
    }

    /// <summary>Reads what lies in a file; null when there is nothing, or nothing that can be read.</summary>
    public static FolderOwner? Read(string path)
    {
        try
        {
            JsonObject json = JsonText.ReadObject(File.ReadAllText(path));
            return new FolderOwner(
                ArgumentValue.Integer(json["process"]),
                ArgumentValue.Text(json["host"]),
                DateTimeOffset.Parse(ArgumentValue.Text(json["since"]), CultureInfo.InvariantCulture),
                DateTimeOffset.Parse(ArgumentValue.Text(json["start"]), CultureInfo.InvariantCulture).UtcDateTime);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Gets whether the process is certainly there: of another computer nobody can know.</summary>
    public bool IsAlive()
    {
        if (Host != Environment.MachineName)
        {
            return false;
        }

        try
        {
            using Process process = System.Diagnostics.Process.GetProcessById(Process);
            return (process.StartTime.ToUniversalTime() - Start).Duration() < TimeSpan.FromSeconds(2);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    public string ToText() => JsonText.Write(new JsonObject
    {
        ["process"] = Process,
        ["host"] = Host,
        ["since"] = Since.ToString("O", CultureInfo.InvariantCulture),
        ["start"] = Start.ToString("O", CultureInfo.InvariantCulture),
    }) + "\n";

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"process {Process}{(Host == Environment.MachineName ? string.Empty : $" of {Host}")} has been writing there since {Since:yyyy-MM-dd HH:mm:ss zzz}");
}
