using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace VideoGen.Tests.Rules;

/// <summary>A type, or a member with its number of parameters (-1 for a field), that one assembly names of another.</summary>
internal sealed record MemberUse(string Type, string? Member, int Arity)
{
    /// <summary>All that the assembly at that path names of the other assembly.</summary>
    public static IReadOnlyList<MemberUse> Of(string path, string target)
    {
        using var file = File.OpenRead(path);
        using var image = new PEReader(file);
        var reader = image.GetMetadataReader();
        var types = reader.TypeReferences.Where(handle => IsOf(target, reader, handle)).ToDictionary(handle => handle, handle => TypeName(reader, handle));
        var members = reader.MemberReferences.Select(reader.GetMemberReference)
            .Select(member => (member, type: DeclaringType(reader, member.Parent)))
            .Where(use => types.ContainsKey(use.type))
            .Select(use => new MemberUse(types[use.type], reader.GetString(use.member.Name), ArityOf(reader, use.member)));
        return [.. types.Values.Select(name => new MemberUse(name, null, 0)).Concat(members).Distinct()];
    }

    private static bool IsOf(string target, MetadataReader reader, TypeReferenceHandle handle) => reader.GetTypeReference(handle).ResolutionScope switch
    {
        { Kind: HandleKind.AssemblyReference } scope => reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name) == target,
        { Kind: HandleKind.TypeReference } outer => IsOf(target, reader, (TypeReferenceHandle)outer),
        _ => false,
    };

    private static string TypeName(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        var name = reader.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{TypeName(reader, (TypeReferenceHandle)type.ResolutionScope)}+{name}"
            : $"{reader.GetString(type.Namespace)}.{name}";
    }

    private static TypeReferenceHandle DeclaringType(MetadataReader reader, EntityHandle parent) => parent.Kind switch
    {
        HandleKind.TypeReference => (TypeReferenceHandle)parent,
        HandleKind.TypeSpecification => GenericType(reader, (TypeSpecificationHandle)parent),
        _ => default,
    };

    private static TypeReferenceHandle GenericType(MetadataReader reader, TypeSpecificationHandle handle)
    {
        var signature = reader.GetBlobReader(reader.GetTypeSpecification(handle).Signature);
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
        {
            return default;
        }

        signature.ReadCompressedInteger();
        return signature.ReadTypeHandle() is { Kind: HandleKind.TypeReference } type ? (TypeReferenceHandle)type : default;
    }

    private static int ArityOf(MetadataReader reader, MemberReference member)
    {
        if (member.GetKind() == MemberReferenceKind.Field)
        {
            return -1;
        }

        var signature = reader.GetBlobReader(member.Signature);
        if (signature.ReadSignatureHeader().IsGeneric)
        {
            signature.ReadCompressedInteger();
        }

        return signature.ReadCompressedInteger();
    }
}
