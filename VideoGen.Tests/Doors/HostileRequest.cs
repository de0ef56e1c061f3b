using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace VideoGen.Tests.Doors;

/// <summary>A request that nobody in their senses would send, to an operation that is there.</summary>
internal sealed record HostileRequest(ApiOperation Operation, string Id, string Query, byte[]? Body, string ContentType, (string Name, string Value)? Header)
{
    public const string KnownJob = "$job";

    // Held until its job ends, which in a stopped clock is never.
    private const string Waits = "GenerateAnimation";

    private static readonly string[] Ids =
    [
        KnownJob, KnownJob, KnownJob, $"task_{KnownJob}", $"video_{KnownJob}", "v", "nobody", "v0000000000000000000000g", "V00000000000000000000000", "null", "undefined", "-1", "0", "1e400", "true", "ann",
        "runway", "simulation", "styles", "%00", "%0d%0aSet-Cookie:%20a=b", "%F0%9F%A6%8A", "%ED%A0%80", "%C0%AF", "%EF%BB%BF", "%E2%80%AE", "a%20b", "a+b", "%27%20or%201%20eq%201", "%22%3E%3Cscript%3E",
        "$%7Bjndi:ldap://x%7D", "%25s%25n", "a;b", "a'b", "a%23b", "a%3Fb", new('v', 1200),
    ];

    private static readonly string[] Queries =
    [
        "", "", "", "", "?limit=0", "?limit=-1", "?limit=99999999999999999999", "?limit=10&limit=20", "?after=", "?after=%00", "?after=djAw", "?after=" + KnownJob, "?order=up", "?status=nowhere", "?index=1", "?index=-1",
        "?index=2147483648", "?at=NaN", "?at=-0.5", "?at=1e9", "?format=exe", "?format=mp4&format=gif", "?window=0h", "?window=99999999999d", "?window=d", "?variant=secret", "?taskId=task_" + KnownJob, "?taskId=",
        "?videoId=" + KnownJob, "?userId=%00", "?text=%F0%9F%A6%8A", "?tag=%27", "?since=yesterday", "?since=0001-01-01", "?subscription=../../x", "?attempt=%0a", "?%00=1", "?=", "?&&&", "?code=x", "?a[]=1&a[0]=2",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "4.5", "1e400", "-0", "99999999999999999999", "\"\"", "\" \"", "\"x\"", "\"A cat\"", "[]", "{}", "[[]]", "[null]", "{\"a\":{}}", "\"\\u0000\"", "\"\\ud800\"", "\"\\u202e\"", "\"🦊🦊\"", "\"../../etc\"",
        "\"'; drop table jobs;--\"", "\"http://169.254.169.254/\"", "\"file:///etc/passwd\"", "\"https://user:pass@example.com\"", "\"data:image/png;base64,AAAA\"", "\"data:,\"", "\"2026-02-30T00:00:00Z\"", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59-14:00\"",
        $"\"{KnownJob}\"", "\"" + new string('x', 5000) + "\"", "\"text-to-video\"", "\"image-to-video\"", "\"16:9\"", "\"1:0\"", "\"0x0\"", "\"1280x720\"", "\"sora-2\"", "\"gen4.5\"", "\"simulation\"",
        "{\"url\":\"x\",\"base64\":\"y\"}", "{\"uploadId\":\"up_x\"}", "[{\"prompt\":\"A cat\"},{\"prompt\":1},null]", "[" + string.Join(',', Enumerable.Repeat("{}", 101)) + "]",
    ];

    private static readonly string[] Names =
    [
        "prompt", "kind", "style", "theme", "platform", "camera", "duration", "seconds", "size", "width", "height", "aspectRatio", "aspect_ratio", "format", "count", "seed", "fps", "image", "video", "references", "input_reference", "model",
        "provider", "simulation", "maxCost", "webhookUrl", "tags", "metadata", "items", "action", "taskId", "index", "id", "time", "url", "events", "description", "enabled", "since", "overlapHours", "points", "plan", "note", "videoId", "postId",
        "userId", "imageUrl", "videoUrl", "number_of_videos", "input_image_base64", "person_generation", "", "\\u0000", "__proto__", "\\ud800",
    ];

    // Not one of them is a request that anything could be started by.
    private static readonly byte[][] Raw =
    [
        .. new[]
        {
            "", " ", "null", "[]", "\"x\"", "1", "{", "}", "{\"a\":1,}", "{'a':1}", "{\"prompt\":\"a\",\"prompt\":\"b\"}", "{\"prompt\":\"A\\u0000cat\"}", "{\"prompt\":\"\\ud800\"}", "{\"prompt\":1e999}", "{\"prompt\":[]}", "// x\n{}", "NaN", "{}{}", "--b--",
            "--b\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\n", "--b\r\n\r\n\r\n--b--", "--b\r\nContent-Disposition: form-data; name=\"input_reference\"; filename=\"a\"\r\n\r\nx\r\n--b--\r\n", "prompt=A+cat",
            new string('[', 5000), string.Concat(Enumerable.Repeat("{\"a\":", 5000)), "{\"prompt\":\"" + new string('x', 200_000), "{\"" + new string('n', 5000) + "\":1}",
        }.Select(Encoding.UTF8.GetBytes),
        [0], [0xFF, 0xFE, 0x7B, 0, 0x7D, 0], [0xEF, 0xBB, 0xBF], [0x7B, 0x22, 0xC0, 0xAF, 0x22, 0x3A, 0x31, 0x7D], [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0], [.. Enumerable.Repeat((byte)0x80, 300)],
    ];

    private static readonly string[] Types =
    [
        "application/json", "application/json", "application/json", "application/json", "application/json", "application/json; charset=utf-16", "application/json; charset=x", "text/plain", "multipart/form-data; boundary=b", "multipart/form-data",
        "application/x-www-form-urlencoded", "image/png", "a/b; c=\"", "application/problem+json",
    ];

    private static readonly (string, string)?[] Headers =
    [
        null, null, null, null, null, ("Idempotency-Key", "one"), ("Idempotency-Key", new('k', 300)), ("Idempotency-Key", "a b/c?#\\é"), ("Idempotency-Key", " "), ("Range", "bytes=9-1,-0,99999999999999999999-"), ("Range", "lines=1"), ("If-None-Match", "\""),
        ("If-Modified-Since", "never"), ("Accept-Language", "xx;q=9,*;q=-1"), ("Accept-Language", new('a', 4000)), ("Accept", "x"), ("Last-Event-ID", "\u00e9\u00e9"), ("Origin", "null"), ("Sec-Fetch-Site", "cross-site"), ("Host", "elsewhere.example"),
        ("X-Forwarded-For", "1.2.3.4"), ("Forwarded", "for=_x"), ("X-User-Id", "../bob"), ("Authorization", "Bearer "), ("Authorization", "Basic !!!"), ("Cookie", "token=a.b.c"), ("X-HTTP-Method-Override", "DELETE"), ("Prefer", "wait=x"), ("Prefer", "wait=-1"),
        ("webhook-id", "x"), ("webhook-signature", "v1,"), ("webhook-timestamp", "9999999999999999999"), ("X-Fal-Webhook-Timestamp", "x"), ("traceparent", "00-zz"), ("Expect", "nothing"),
    ];

    /// <summary>So many of them, always the same for the same seed.</summary>
    public static IReadOnlyList<HostileRequest> Some(IReadOnlyList<ApiOperation> operations, int number, ulong seed)
    {
        var field = from name in Gen.Elements(Names) from value in Gen.Elements(Values) select $"\"{name}\":{value}";
        // With few fields besides, some are taken.
        var likely =
            from count in Gen.Choose(0, 4)
            from fields in Gen.ListOf(field, count)
            from prompt in Gen.Elements("", "\"prompt\":\"A cat\"", "\"prompt\":\"A cat\"")
            select Encoding.UTF8.GetBytes($"{{{string.Join(',', fields.Prepend(prompt).Where(part => part.Length > 0))}}}");
        var noise = from bytes in Gen.ArrayOf(Gen.Choose(0, 255).Select(number => (byte)number)) select bytes;
        var requests =
            from operation in Gen.Elements(operations.ToArray())
            from id in Gen.Elements(Ids)
            from query in Gen.Elements(Queries)
            from body in operation.Id == Waits ? Gen.Elements(Raw) : Gen.Frequency((6, likely), (3, Gen.Elements(Raw)), (1, noise))
            from type in Gen.Elements(Types)
            from header in Gen.Elements(Headers)
            select new HostileRequest(operation, id, query, operation.Method is "GET" or "HEAD" ? null : body, type, header);
        return [.. requests.Sample(number, new Rnd(seed), 40)];
    }

    public string Path(string job) =>
        string.Join('/', Operation.Path.Split('/').Select(part => part.StartsWith('{') ? Id : part)).Replace(KnownJob, job, StringComparison.Ordinal) + Query.Replace(KnownJob, job, StringComparison.Ordinal);

    public byte[]? BodyFor(string job) =>
        Body is null ? null : Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(Body).Replace(KnownJob, job, StringComparison.Ordinal));

    public override string ToString() =>
        $"{Operation.Id} {Id} {Query} {Header} {ContentType} {(Body is null ? "" : Encoding.Latin1.GetString(Body.AsSpan(0, Math.Min(Body.Length, 300))))}";
}
