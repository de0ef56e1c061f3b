using VideoGen.Embedded.Storage;

namespace VideoGen.Tests.Embedded.Storage;

public sealed class OrdinalTextTests
{
    [Fact]
    public void Bytes_sort_as_the_texts_do_and_turn_back_into_them()
    {
        var random = new Random(7);
        char[] units = ['\0', 'a', 'z', '\u007F', '\u0080', 'é', '\u07FF', '\u0800', '中', '\uD7FF', '\uD800', '\uDBFF', '\uDC00', '\uDFFF', '\uE000', '\uFF5E', '\uFFFF'];
        var texts = Enumerable.Range(0, 300).Select(_ => new string(random.GetItems(units, random.Next(4)))).ToList();

        Assert.All(texts, text => Assert.Equal(text, OrdinalText.ToText(OrdinalText.ToBytes(text))));
        Assert.All(texts, a => Assert.All(texts, b => Assert.Equal(
            Math.Sign(string.CompareOrdinal(a, b)), Math.Sign(OrdinalText.ToBytes(a).AsSpan().SequenceCompareTo(OrdinalText.ToBytes(b))))));
    }

    [Fact]
    public void Bytes_cut_short_are_read_without_harm() =>
        Assert.Equal(2, OrdinalText.ToText([(byte)'a', 0xE4]).Length);
}
