namespace VideoGen.Tests.Embedded.Storage.Golden;

/// <summary>Every recorded table request, made through our clients: the answers are Azure's.</summary>
public sealed class TableReplayTests
{
    private static readonly IReadOnlyList<GoldenCase> Cases = GoldenCase.Load("tables.json");

    /// <summary>What is not replayed, since our client cannot ask it, or not compared, since the emulator is known to differ.</summary>
    private static readonly (string Pattern, string Reason)[] Excluded =
    [
        ("create table: name empty", "The client refuses it before sending, as the real one does."),
        ("create table: again directly after delete", "The embedded store deletes at once and keeps no name locked."),
        ("key: RowKey absent", "The client refuses a missing key before sending, as the real one does."),
        ("key: PartitionKey absent", "The client refuses a missing key before sending, as the real one does."),
        ("key: RowKey null", "The client refuses a missing key before sending, as the real one does."),
        ("key: RowKey number", "The client's keys are strings."),
        ("delete: no If-Match", "The client sends * when no ETag is given."),
        ("body: *", "The client writes the JSON; a nested object or an array it refuses."),
        ("property name: duplicate in the JSON*", "An entity in memory has each property once."),
        ("type: string lone surrogate *", "The test's JSON reader takes no half pairs; TableContract has this case."),
        ("type: int32 out of range annotated, *", "The client's values have their type's range."),
        ("type: int64 as JSON number, insert", "The client writes the JSON."),
        ("type: int64 overflow, *", "The client's values have their type's range."),
        ("type: datetime not a date, *", "The client's values are valid."),
        ("type: guid braces, *", "The client's values are valid, and written one way."),
        ("type: guid without hyphens, *", "The client's values are valid, and written one way."),
        ("type: guid invalid, *", "The client's values are valid."),
        ("type: binary not base64, *", "The client's values are valid."),
        ("type: unknown annotation, insert", "The client knows no other types."),
        ("type: null annotated, insert", "The client does not send nulls."),
        ("paging: $top=abc", "The client's page size is a number."),
        ("query: $orderby", "The client cannot ask for an order."),
        ("transaction: two tables", "The client's transactions belong to one table."),
        ("transaction: empty", "The client refuses it before sending; TableContract has this case."),
        ("*client library*", "The doings of another client."),

        // Differences that are meant.
        ("insert through other letter case of the table name", "The service does not look at the case of a table's name; the emulator does."),
        ("get: select with a property that does not exist", "The service's answer has it as null; so has ours."),
        ("select: missing property", "The service's answer has it as null; so has ours."),
        ("select: star", "The service returns everything, so do we; the emulator returns nothing."),
        ("query: true", "Not known of the service; refused here."),
        ("key: * of 513 *", "The service's code for a long key is ours; the emulator's is another."),
        ("key: * of 1024 characters", "The service's code for a long key is ours; the emulator's is another."),
        ("type: datetime *.12345678Z, get", "A time has seven digits; the emulator returns what it got."),
        ("type: datetime *+02:00, get", "The service keeps UTC; the emulator returns what it got."),
        ("type: datetime 2026-01-02, get", "The service keeps UTC; the emulator returns what it got."),
        ("type: datetime 1600-*, get", "What the service refused is not there."),
        ("type: datetime 0001-*, get", "What the service refused is not there."),
        ("type: guid upper case, get", "A Guid is a value; the emulator returns what it got."),
        ("paging: $top=0", "With the service the enumeration ends there; the emulator gives a token."),
        ("transaction: two partitions, state", "The service stored nothing of a refused batch; TableContract has this case."),
        ("transaction: same row twice, state", "Shows what the emulator stored of an earlier batch."),
        ("transaction: refused ones, state", "Shows what the emulator stored of an earlier batch."),
    ];

    public static TheoryData<string> Groups => [.. Cases.Select(golden => golden.Group).Distinct()];

    [Theory]
    [MemberData(nameof(Groups))]
    public async Task Recorded_table_requests_are_answered_as_by_the_service(string group)
    {
        using var data = new OpenData();
        var cases = Cases.Where(golden => golden.Group == group).ToList();
        await Recorded.PrepareAsync(data, group, cases);
        var replay = new TableReplay(data);
        var differences = new List<string>();
        foreach (var golden in cases.Where(golden => !IsExcluded(golden)))
        {
            differences.AddRange((await replay.DifferencesAsync(golden)).Select(difference => $"{golden.Name}: {difference}"));
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Fact]
    public void What_is_not_replayed_is_listed_and_counted()
    {
        Assert.All(Excluded, excluded => Assert.Contains(Cases, golden => golden.IsNamed(excluded.Pattern)));
        Assert.Equal(64, Cases.Count(IsExcluded));
        Assert.Equal(562, Cases.Count);
    }

    private static bool IsExcluded(GoldenCase golden) => Excluded.Any(excluded => golden.IsNamed(excluded.Pattern));
}
