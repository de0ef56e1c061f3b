using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using VideoGen.Functions.Signatures;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Webhooks;

/// <summary>Keeps subscribers' secrets: encrypted by AES-GCM where a key is set, else as they are.</summary>
/// <remarks>An encrypted one is bound to its subscription: moved to another row it opens no more.</remarks>
public sealed class SecretBox(IOptions<WebhookOptions> options)
{
    private const string Sealed = "aesgcm:";
    private const int KeySize = 32;
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly byte[]? _key = string.IsNullOrEmpty(options.Value.Key) ? null : Convert.FromBase64String(options.Value.Key);

    public static bool IsKey(string text) => Convert.TryFromBase64String(text, new byte[text.Length], out var length) && length == KeySize;

    public KeptSecret Keep(WebhookSecret secret, string subscription)
    {
        var plain = secret.Reveal();
        if (_key is null) return new(plain);

        var text = Encoding.ASCII.GetBytes(plain);
        var box = new byte[NonceSize + TagSize + text.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceSize));
        using var aes = new AesGcm(_key, TagSize);
        aes.Encrypt(box.AsSpan(0, NonceSize), text, box.AsSpan(NonceSize + TagSize), box.AsSpan(NonceSize, TagSize), Encoding.UTF8.GetBytes(subscription));
        return new(Sealed + Convert.ToBase64String(box));
    }

    /// <summary>Null when it was encrypted by another key, or none is set.</summary>
    public WebhookSecret? Open(KeptSecret kept, string subscription)
    {
        if (!kept.Text.StartsWith(Sealed, StringComparison.Ordinal)) return WebhookSecret.Parse(kept.Text);
        if (_key is null) return null;

        var box = Convert.FromBase64String(kept.Text[Sealed.Length..]);
        var text = new byte[box.Length - NonceSize - TagSize];
        using var aes = new AesGcm(_key, TagSize);
        try
        {
            aes.Decrypt(box.AsSpan(0, NonceSize), box.AsSpan(NonceSize + TagSize), box.AsSpan(NonceSize, TagSize), text, Encoding.UTF8.GetBytes(subscription));
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return WebhookSecret.Parse(Encoding.ASCII.GetString(text));
    }
}
