using System.CommandLine;
using System.Text.Json.Nodes;
using VideoGen.Cli.Screen;
using VideoGen.Cli.Service;

namespace VideoGen.Cli.Commands;

/// <summary>Prints what is left: at each provider and on each of its keys, and of the caller's own points.</summary>
internal sealed class CreditsCommand : ServiceCommand
{
    private const string Nothing = "-";

    public CreditsCommand(Terminal terminal, Interrupts interrupts)
        : base("credits", "Prints what is left at the providers, how their keys are, and your own points.", terminal, interrupts) => AddShared();

    protected override async Task<int> RunAsync(ParseResult parsed, Api api, CancellationToken ct)
    {
        var providers = await api.GetAsync<ProviderList>("api/providers", ct);
        var configured = providers.Value.All.Where(provider => provider.Configured).ToList();
        var credits = await Task.WhenAll(configured.Select(provider => api.GetAsync<Credits>($"api/providers/{Uri.EscapeDataString(provider.Name)}/credits", ct)));
        var usage = await api.GetAsync<Usage>("api/usage", ct);
        if (WantsJson(parsed))
        {
            Terminal.Output.WriteLine(new JsonObject
            {
                ["providers"] = JsonNode.Parse(providers.Json)!["providers"]!.DeepClone(),
                ["credits"] = new JsonArray([.. credits.Select(one => JsonNode.Parse(one.Json))]),
                ["usage"] = JsonNode.Parse(usage.Json),
            }.ToJsonString());
            return ExitCode.Done;
        }

        var rows = configured.Zip(credits, (provider, left) => Rows(provider, left.Value)).SelectMany(row => row);
        Table.Write(Terminal.Output, Terminal.OutputColumns(), [["PROVIDER", "KEY", "STATE", "BUSY", "BALANCE", "USD", "NOTE"], .. rows]);
        foreach (var provider in providers.Value.All.Except(configured)) Terminal.Output.WriteLine($"{provider.Name} is {provider.State}");
        WriteUsage(usage.Value);
        return ExitCode.Done;
    }

    // What a key has left is told in the provider's unit; what it is worth, of all keys together.
    private static IEnumerable<string[]> Rows(ProviderView provider, Credits left) => provider.Keys.Select((key, i) =>
    {
        var credits = left.Keys.FirstOrDefault(one => one.Key == key.Key);
        return new[]
        {
            i == 0 ? provider.Name : "",
            key.Key,
            key.State,
            Text.Of($"{key.InFlight}"),
            credits?.Balance is { } balance ? Text.Of($"{balance:#,0.##} {left.Unit}") : Nothing,
            i == 0 ? Text.Money(left.BalanceUsd) ?? Nothing : "",
            credits?.Trouble ?? key.Detail ?? (key.NextProbe is { } probe ? $"next tried {probe:HH:mm} UTC" : ""),
        };
    });

    private void WriteUsage(Usage usage)
    {
        var (points, quota) = (usage.Points, usage.Quota);
        Terminal.Output.WriteLine();
        Row("user", $"{usage.User}, plan {usage.Plan.Name}");
        Row("points", points.Unlimited ? Text.Of($"unlimited; {points.SpentThisPeriod:#,0} spent this month") : Text.Of($"{points.Available:#,0} available, {points.Reserved:#,0} set aside, {points.SpentThisPeriod:#,0} spent this month"));
        Row("videos", $"{Of(quota.Day)} today, {Of(quota.Month)} this month, {Of(quota.Running)} jobs running");
        Row("cost", $"{Text.Money(usage.Cost.Total)} this month");

        void Row(string label, string value) => Terminal.Output.WriteLine($"  {label,-9} {Text.Plain(value)}");
    }

    private static string Of(QuotaOf quota) => quota.Limit is { } limit ? Text.Of($"{quota.Used} of {limit}") : Text.Of($"{quota.Used}");
}
