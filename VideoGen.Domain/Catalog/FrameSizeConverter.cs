using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VideoGen.Domain.Catalog;

/// <summary>Writes a size as the catalogs have it: <c>1280:720</c>.</summary>
public sealed class FrameSizeConverter : JsonConverter<FrameSize>
{
    private const int LongestSide = 8192;

    public override FrameSize Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var sides = reader.TokenType == JsonTokenType.String ? reader.GetString()!.Split(':') : [];
        return sides.Length == 2 && IsSide(sides[0], out var width) && IsSide(sides[1], out var height)
            ? new(width, height)
            : throw new JsonException("could not be converted");
    }

    public override void Write(Utf8JsonWriter writer, FrameSize value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());

    private static bool IsSide(string text, out int side) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out side) && side is > 0 and <= LongestSide;
}
