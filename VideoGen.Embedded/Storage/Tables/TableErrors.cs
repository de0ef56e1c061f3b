using Azure;

namespace VideoGen.Embedded.Storage.Tables;

/// <summary>The table service's refusals.</summary>
internal static class TableErrors
{
    public static RequestFailedException TableNotFound() => StoreError.Create(404, "TableNotFound", "The table specified does not exist.");

    public static RequestFailedException TableAlreadyExists() => StoreError.Create(409, "TableAlreadyExists", "The table specified already exists.");

    public static RequestFailedException ResourceNotFound() => StoreError.Create(404, "ResourceNotFound", "The specified resource does not exist.");

    public static RequestFailedException EntityAlreadyExists() => StoreError.Create(409, "EntityAlreadyExists", "The specified entity already exists.");

    public static RequestFailedException ConditionNotSatisfied() =>
        StoreError.Create(412, "UpdateConditionNotSatisfied", "The update condition specified in the request was not satisfied.");

    public static RequestFailedException InvalidInput(string what) => StoreError.Create(400, "InvalidInput", $"One of the request inputs is not valid: {what}");

    public static RequestFailedException NotImplemented() =>
        StoreError.Create(501, "NotImplemented", "The requested operation is not implemented on the specified resource.");

    public static RequestFailedException InvalidTableName(string name) =>
        StoreError.Create(400, "InvalidResourceName", $"The table name '{name}' contains invalid characters: letters and digits, a letter first.");

    public static RequestFailedException TableNameLength() =>
        StoreError.Create(400, "OutOfRangeInput", "The table name is not between 3 and 63 characters long.");

    public static RequestFailedException OutOfRange(string parameter, string why) =>
        StoreError.Create(400, "OutOfRangeInput", $"The '{parameter}' parameter is out of range: {why}");

    public static RequestFailedException ValueTooLarge(string property, string limit) =>
        StoreError.Create(400, "PropertyValueTooLarge", $"The value of '{property}' exceeds the maximum allowed size ({limit}).");

    public static RequestFailedException EntityTooLarge() =>
        StoreError.Create(400, "EntityTooLarge", "The entity is larger than the maximum size permitted (1 MiB).");

    public static RequestFailedException TooManyProperties() =>
        StoreError.Create(400, "TooManyProperties", "The entity contains more properties than allowed (252 beside the keys and the timestamp).");

    public static RequestFailedException PropertyNameInvalid(string name) =>
        StoreError.Create(400, "PropertyNameInvalid", $"The property name '{name}' is invalid.");

    public static RequestFailedException PropertyNameTooLong() =>
        StoreError.Create(400, "PropertyNameTooLong", "A property name exceeds the maximum allowed length (255).");

    public static RequestFailedException PropertiesNeedValue(string key) =>
        StoreError.Create(400, "PropertiesNeedValue", $"The values are not specified for all properties in the entity: {key}.");

    public static RequestFailedException OtherPartition() =>
        StoreError.Create(400, "CommandsInBatchActOnDifferentPartitions", "All commands in a batch must operate on same entity group.");

    public static RequestFailedException DuplicateRow(string rowKey) =>
        StoreError.Create(400, "InvalidDuplicateRow", $"The batch request contains multiple changes with same row key '{rowKey}'. An entity can appear only once in a batch request.");

    public static RequestFailedException TooManyActions() =>
        StoreError.Create(400, "InvalidInput", "The batch request operation exceeds the maximum 100 changes per change set.");

    public static RequestFailedException BodyTooLarge() =>
        StoreError.Create(413, "RequestBodyTooLarge", "The request body is too large and exceeds the maximum permissible limit (4 MiB).");
}
