using System.Globalization;
using System.Text.Json.Nodes;
using FineTune.Testing;

// FineTune.Testing.Hub ROOT [--port N] [--page-size N] [--large N] [--multipart N] [--part N]: a stand-in Hub over a folder of repositories, until the standard input ends.
// Its first line says where it listens; when it ends, it prints the requests it got.
int Option(string name, int otherwise) => Array.IndexOf(args, name) is > 0 and var at ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
HubSettings settings = new();
settings.PageSize = Option("--page-size", settings.PageSize);
settings.LargeFileThreshold = Option("--large", (int)settings.LargeFileThreshold);
settings.MultipartThreshold = Option("--multipart", int.MaxValue);
settings.PartSize = Option("--part", (int)settings.PartSize);
using StandInHub hub = new(root => root.Folder(args[0]), settings, Option("--port", 0));
Console.WriteLine(new JsonObject { ["hub"] = hub.Url, ["cdn"] = hub.UrlOf(HubPort.Cdn), ["other"] = hub.UrlOf(HubPort.Other) }.ToJsonString());
Console.Out.Flush();
Console.In.ReadToEnd();
foreach (RecordedRequest request in hub.Requests)
{
    Console.WriteLine(request);
}

foreach (string leak in hub.Leaks)
{
    Console.WriteLine($"leak: {leak}");
}
