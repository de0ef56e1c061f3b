using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VideoGen.Domain.Jobs;

/// <summary>The name of a job: of its record, its orchestration and its files.</summary>
/// <remarks>Later jobs sort before earlier ones, so that a gallery is read newest first; the time is in it, so a record is found by id alone.</remarks>
[JsonConverter(typeof(JobIdConverter))]
public sealed record JobId
{
    private const string Digits = "0123456789abcdefghijklmnopqrstuv";
    private const int TimeDigits = 10;
    private const int ChanceDigits = 13;
    private const long LastMoment = (1L << (5 * TimeDigits)) - 1;

    private static readonly SearchValues<char> KnownDigits = SearchValues.Create(Digits);

    private JobId(string value) => Value = value;

    public string Value { get; }

    /// <param name="at">When the job was asked for.</param>
    /// <param name="chance">Tells apart the jobs of one moment, and keeps ids from being guessed.</param>
    public static JobId Create(DateTimeOffset at, Guid chance) => new(
        "v" + Base32(LastMoment - at.ToUnixTimeMilliseconds(), TimeDigits)
            + Base32(BitConverter.ToInt64(chance.ToByteArray(), 8) & long.MaxValue, ChanceDigits));

    /// <summary>Null for what cannot be one.</summary>
    public static JobId? TryParse(string? text) =>
        text is { Length: 1 + TimeDigits + ChanceDigits } && text[0] == 'v' && text.AsSpan(1).IndexOfAnyExcept(KnownDigits) < 0 ? new(text) : null;

    public override string ToString() => Value;

    private static string Base32(long number, int digits) => string.Create(digits, number, static (text, rest) =>
    {
        for (var i = text.Length - 1; i >= 0; i--, rest >>= 5)
        {
            text[i] = Digits[(int)(rest & 31)];
        }
    });
}

internal sealed class JobIdConverter : JsonConverter<JobId>
{
    public override JobId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JobId.TryParse(reader.GetString()) ?? throw new JsonException("Not a job id.");

    public override void Write(Utf8JsonWriter writer, JobId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
