using System.Globalization;

namespace VideoGen.Functions.Stores;

/// <summary>A file that a caller brought, to be named in a start.</summary>
public sealed record Upload(
    string Id, string BlobName, string ContentType, long SizeBytes, string Sha256, int Width, int Height, double? DurationSeconds, DateTimeOffset? ExpiresAt);

/// <summary>The uploads: one file each, <c>{user}/uploads/{id}</c>, with what is known of it in its notes.</summary>
public sealed class UploadStore(VideoBlobs blobs, TimeProvider clock)
{
    private const int IdLength = 33;

    public static string NewId() => "u" + Guid.NewGuid().ToString("N");

    public static string BlobName(string user, string id) => $"{user}/uploads/{id}";

    /// <summary>Notes what was found out about a stored file: from now on it is an upload.</summary>
    public Task SealAsync(Upload upload, CancellationToken ct)
    {
        var notes = new Dictionary<string, string>
        {
            ["sha256"] = upload.Sha256,
            ["width"] = upload.Width.ToString(CultureInfo.InvariantCulture),
            ["height"] = upload.Height.ToString(CultureInfo.InvariantCulture),
        };
        if (upload.DurationSeconds is { } seconds) notes["seconds"] = seconds.ToString(CultureInfo.InvariantCulture);
        return blobs.NoteAsync(upload.BlobName, notes, upload.ExpiresAt, ct);
    }

    /// <summary>Null when the user has no such upload, or no longer.</summary>
    public async Task<Upload?> FindAsync(string user, string id, CancellationToken ct)
    {
        if (id.Length != IdLength || id[0] != 'u' || !id.All(char.IsAsciiLetterOrDigit)) return null;

        var name = BlobName(user, id);
        return await blobs.FindAsync(name, ct) is { } file && file.Notes.TryGetValue("sha256", out var sha256) && !(file.ExpiresAt <= clock.GetUtcNow())
            ? new(
                id, name, file.ContentType, file.Length, sha256, Number(file, "width"), Number(file, "height"),
                file.Notes.TryGetValue("seconds", out var seconds) ? double.Parse(seconds, CultureInfo.InvariantCulture) : null, file.ExpiresAt)
            : null;
    }

    private static int Number(StoredFileFacts file, string note) => int.Parse(file.Notes[note], CultureInfo.InvariantCulture);
}
