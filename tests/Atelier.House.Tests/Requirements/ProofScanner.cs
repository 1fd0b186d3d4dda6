namespace Atelier.House.Tests.Requirements;

/// <summary>Finds every test of the repository that says what it proves.</summary>
internal static class ProofScanner
{
    /// <summary>Scans the folder of tests; an id that the list does not know is a mistake.</summary>
    public static Proofs ScanTests(IReadOnlyList<RequirementPart> parts)
    {
        var scans = Repository.Files("tests").Select(Scan).ToList();
        var found = scans.SelectMany(scan => scan.Found).Distinct().ToList();
        return new Proofs(found, [.. scans.SelectMany(scan => scan.Mistakes), .. Unknown(found, parts)]);
    }

    /// <summary>A sentence for each proof whose id is not in the list.</summary>
    public static IEnumerable<string> Unknown(IEnumerable<Proof> proofs, IReadOnlyList<RequirementPart> parts)
    {
        var known = parts.SelectMany(part => part.Requirements).Select(requirement => requirement.Id).ToHashSet();
        return proofs
            .Where(proof => !known.Contains(proof.Id))
            .Select(proof =>
                $"{proof.Path}: {proof.Test} names {proof.Id}, which {RequirementList.Path} does not list."
            );
    }

    private static Proofs Scan(string path)
    {
        var text = Repository.Read(path);
        // Pictures and other data among the tests hold no marks.
        if (text.AsSpan(0, Math.Min(text.Length, 8192)).Contains('\0'))
            return new Proofs([], []);
        return path.EndsWith(".cs", StringComparison.Ordinal)
            ? CSharpScanner.Scan(path, text)
            : CommentScanner.Scan(path, text);
    }
}
