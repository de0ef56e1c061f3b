namespace VideoGen.Cli.Service;

/// <summary>Which service is asked, and who asks. Secrets come from the environment alone: others on this machine can see arguments.</summary>
internal static class Connection
{
    public const string UrlVariable = "VIDEOGEN_URL";
    public const string KeyVariable = "VIDEOGEN_KEY";
    public const string TokenVariable = "VIDEOGEN_TOKEN";
    public const string UserVariable = "VIDEOGEN_USER";
    public const string UsualUrl = "http://127.0.0.1:7071";

    /// <param name="url">As it was given with --url; null for none.</param>
    /// <param name="variable">Reads the environment.</param>
    /// <exception cref="CliException">Something there cannot be used.</exception>
    public static Api Open(string? url, Func<string, string?> variable)
    {
        var headers = new Dictionary<string, string>();
        if (Read(KeyVariable) is { } key) headers["x-functions-key"] = key;
        if (Read(TokenVariable) is { } token) headers["Authorization"] = $"Bearer {token}";
        if (Read(UserVariable) is { } user) headers["X-User-Id"] = user;
        return url is not null ? new(Address("--url", url), headers) : new(Address(UrlVariable, Read(UrlVariable) ?? UsualUrl), headers);

        string? Read(string name) => variable(name)?.Trim() switch
        {
            null or "" => null,
            var value when value.All(c => c is > ' ' and <= '~') => value,
            _ => throw new CliException(ExitCode.WrongUsage, $"{name}: has characters that cannot be sent."),
        };
    }

    private static Uri Address(string name, string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new CliException(ExitCode.WrongUsage, $"{name}: must be like {UsualUrl} or https://video.example.com.");
        }

        return url is { UserInfo: "", Query: "" }
            ? new(url.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/")
            : throw new CliException(ExitCode.WrongUsage, $"{name}: must be the address alone; a key is taken from {KeyVariable} or {TokenVariable}.");
    }
}
