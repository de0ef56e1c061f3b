using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.Serialization;
using Azure.Data.Tables;

namespace VideoGen.Embedded.Storage.Tables;

/// <summary>Turns the small part of C# that a filter can say into filter text.</summary>
internal static class ExpressionFilter
{
    public static string Create<T>(Expression<Func<T, bool>> filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Condition(filter.Body, filter.Parameters[0]);
    }

    private static string Condition(Expression expression, ParameterExpression entity) => expression switch
    {
        BinaryExpression { NodeType: ExpressionType.AndAlso } both => $"({Condition(both.Left, entity)}) and ({Condition(both.Right, entity)})",
        BinaryExpression { NodeType: ExpressionType.OrElse } either => $"({Condition(either.Left, entity)}) or ({Condition(either.Right, entity)})",
        UnaryExpression { NodeType: ExpressionType.Not } not => $"not ({Condition(not.Operand, entity)})",
        BinaryExpression comparison when Operator(comparison.NodeType) is { } word => Comparison(comparison, word, entity),
        _ when PropertyName(expression, entity) is { } flag => $"{flag} eq true",
        _ => throw Unsupported(expression),
    };

    private static string Comparison(BinaryExpression comparison, string word, ParameterExpression entity)
    {
        // a.CompareTo(b) >= 0 and string.Compare(a, b) >= 0 are how C# orders text.
        if (comparison.Left is MethodCallExpression { Method.Name: nameof(string.Compare) or nameof(string.CompareTo) or nameof(string.CompareOrdinal) } call && Equals(Value(comparison.Right), 0))
        {
            List<Expression> sides = call.Object is null ? [.. call.Arguments] : [call.Object, .. call.Arguments];
            return sides is [var left, var right] ? $"{Operand(left, entity)} {word} {Operand(right, entity)}" : throw Unsupported(call);
        }

        return $"{Operand(comparison.Left, entity)} {word} {Operand(comparison.Right, entity)}";
    }

    private static string Operand(Expression expression, ParameterExpression entity) =>
        PropertyName(expression, entity) ?? FilterText.Literal(Value(expression));

    private static string? PropertyName(Expression expression, ParameterExpression entity) => expression switch
    {
        UnaryExpression { NodeType: ExpressionType.Convert } convert => PropertyName(convert.Operand, entity),
        MemberExpression { Member.Name: "Value" } value when value.Expression is not null && Nullable.GetUnderlyingType(value.Expression.Type) is not null => PropertyName(value.Expression, entity),
        MemberExpression member when Stripped(member.Expression) == entity => member.Member.GetCustomAttribute<DataMemberAttribute>()?.Name ?? member.Member.Name,
        MethodCallExpression call when call.Object == entity && entity.Type == typeof(TableEntity) && call.Arguments is [var name] => (string?)Value(name),
        _ => null,
    };

    private static Expression? Stripped(Expression? expression) =>
        expression is UnaryExpression { NodeType: ExpressionType.Convert } convert ? convert.Operand : expression;

    private static object? Value(Expression expression) =>
        expression is ConstantExpression constant ? constant.Value : Expression.Lambda(expression).Compile(preferInterpretation: true).DynamicInvoke();

    private static string? Operator(ExpressionType type) => type switch
    {
        ExpressionType.Equal => "eq",
        ExpressionType.NotEqual => "ne",
        ExpressionType.GreaterThan => "gt",
        ExpressionType.GreaterThanOrEqual => "ge",
        ExpressionType.LessThan => "lt",
        ExpressionType.LessThanOrEqual => "le",
        _ => null,
    };

    private static NotSupportedException Unsupported(Expression expression) =>
        new($"A table filter cannot say '{expression}'; use CreateQueryFilter with text.");
}
