namespace VideoGen.Embedded.Storage.Tables;

/// <summary>The tables of a data folder.</summary>
internal sealed class TableStore;
