using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace VideoGen.ProviderSim.Kling;

/// <summary>What one key's account has and may do.</summary>
internal sealed class KlingAccount
{
    private List<KlingPack> _packs = [new() { Name = "video pack", Total = 5000, Remaining = 5000 }];

    /// <summary>Tasks at once, for each model.</summary>
    public int? Parallel { get; private set; } = 20;

    /// <summary>What is wrong with it, as the code a submit is refused with; null when nothing is.</summary>
    public int? Trouble { get; private set; }

    public IReadOnlyList<string> WebhookSecrets { get; private set; } = [];

    public decimal Units => _packs.Where(pack => pack.Status == "online").Sum(pack => pack.Remaining);

    /// <summary>What the balance call tells in place of the truth, which it learns hours later; null when it is up to date.</summary>
    private decimal? Stale { get; set; }

    private bool NoPacks { get; set; }

    public KlingAccount Copy() => new()
    {
        _packs = [.. _packs.Select(pack => pack with { })],
        Parallel = Parallel,
        Trouble = Trouble,
        WebhookSecrets = WebhookSecrets,
        Stale = Stale,
        NoPacks = NoPacks,
    };

    /// <summary>Sets what is named; what is not named stays. An unknown name is an error.</summary>
    public void Apply(JsonObject settings)
    {
        foreach (var (name, value) in settings)
        {
            switch (name)
            {
                case "credits" or "units":
                    _packs = [new() { Name = "video pack", Total = Math.Max(5000, Decimal(value)), Remaining = Decimal(value) }];
                    NoPacks = false;
                    break;
                case "packs":
                    _packs = [.. value?.AsArray().Select(pack => KlingPack.Parse(pack!.AsObject())) ?? []];
                    NoPacks = value is null;
                    break;
                case "stale": Stale = value is null ? null : Decimal(value); break;
                case "concurrent" or "parallel": Parallel = value?.GetValue<int>(); break;
                case "trouble": Trouble = value?.GetValue<int>(); break;
                case "disabled": Trouble = value!.GetValue<bool>() ? 1100 : null; break;
                case "webhookSecret":
                    WebhookSecrets = value is null ? [] : value.GetValueKind() == JsonValueKind.Array ? [.. value.AsArray().Select(secret => secret!.GetValue<string>())] : [value.GetValue<string>()];
                    break;
                default: throw new FormatException($"An account has no setting \"{name}\".");
            }
        }
    }

    /// <summary>Takes units from the packs in force, or gives them back.</summary>
    public void Book(decimal units)
    {
        foreach (var pack in _packs.Where(pack => pack.Status is "online" or "runOut"))
        {
            var part = units > 0 ? Math.Min(units, pack.Remaining) : units;
            pack.Remaining -= part;
            pack.Status = pack.Remaining > 0 ? "online" : "runOut";
            units -= part;
            if (units == 0) return;
        }
    }

    public JsonObject Costs(long now)
    {
        var told = new JsonObject { ["code"] = 0, ["msg"] = "success" };
        if (!NoPacks)
        {
            told["resource_pack_subscribe_infos"] = new JsonArray([.. _packs.Select((pack, index) => pack.ToJson(now, index == 0 ? Stale : null))]);
        }

        return told;
    }

    private static decimal Decimal(JsonNode? value) => decimal.Parse(value!.ToJsonString(), CultureInfo.InvariantCulture);
}

/// <summary>Units bought at once.</summary>
internal sealed record KlingPack
{
    private const long Lifetime = 180L * 24 * 3600 * 1000;

    public required string Name { get; init; }
    public string Type { get; init; } = "decreasing_total";
    public required decimal Total { get; init; }
    public required decimal Remaining { get; set; }
    public string Status { get; set; } = "online";

    public static KlingPack Parse(JsonObject pack) => new()
    {
        Name = pack["name"]?.GetValue<string>() ?? "video pack",
        Total = pack["total"]?.GetValue<decimal>() ?? 5000,
        Remaining = pack["remaining"]!.GetValue<decimal>(),
        Status = pack["status"]?.GetValue<string>() ?? "online",
    };

    public JsonNode ToJson(long now, decimal? stale) => new JsonObject
    {
        ["resource_pack_name"] = Name,
        ["resource_pack_id"] = "rp-" + Name.Replace(' ', '-'),
        ["resource_pack_type"] = Type,
        ["total_quantity"] = Total,
        ["remaining_quantity"] = stale ?? Remaining,
        ["purchase_time"] = now - (Lifetime / 2),
        ["effective_time"] = now - (Lifetime / 2),
        ["invalid_time"] = now + (Lifetime / 2),
        ["status"] = stale > 0 ? "online" : Status,
    };
}
