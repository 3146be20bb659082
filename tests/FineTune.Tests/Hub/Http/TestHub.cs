using FineTune.Hub;

namespace FineTune.Tests.Hub.Http;

/// <summary>What the tests of requests start from: an endpoint, an environment without anything of this computer's, and a handler.</summary>
internal static class TestHub
{
    public const string Endpoint = "http://hub.test:8080";
    public const string Token = "hf_secret";

    public static HubEnvironment Environment(params (string Name, string Value)[] variables)
    {
        Dictionary<string, string> all = new() { ["HOME"] = "/nobody", ["HF_ENDPOINT"] = Endpoint };
        foreach ((string name, string value) in variables)
        {
            all[name] = value;
        }

        return new(name => all.GetValueOrDefault(name));
    }

    public static HubHttp Client(StubHandler handler, HubOptions? options = null, HubEnvironment? environment = null, TimeProvider? time = null) =>
        new((options ?? new()) with { Handler = handler }, environment ?? Environment(), time ?? new InstantTime());
}
