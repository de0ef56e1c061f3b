namespace VideoGen.Tests.Embedded.Golden;

/// <summary>The keys of the replayed app.</summary>
internal static class Keys
{
    public const string Master = "master-key-of-the-test";
    public const string Host = "host-key-of-the-test";
    public const string Durable = "durable-key-of-the-test";

    public static Dictionary<string, string?> Settings => new()
    {
        ["EMBEDDED_KEY_MASTER"] = Master,
        ["EMBEDDED_KEY_HOST"] = Host,
        ["EMBEDDED_KEY_DURABLETASK"] = Durable,
    };

    public static Dictionary<string, string> Placeholders(string address) => new()
    {
        ["base"] = address,
        ["host"] = new Uri(address).Authority,
        ["masterKey"] = Master,
        ["functionKey"] = Host,
        ["systemKey"] = Durable,
    };
}
