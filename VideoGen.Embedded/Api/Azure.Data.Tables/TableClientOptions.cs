using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>Options of the table clients; the embedded store has nothing to set.</summary>
public sealed class TableClientOptions : ClientOptions;
