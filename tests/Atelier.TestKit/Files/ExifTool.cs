using System.Diagnostics;
using System.Text.Json;

namespace Atelier.TestKit.Files;

/// <summary>What exiftool finds, a judge that shares nothing with us. It starts slowly, so one call reads a folder.</summary>
public static class ExifTool
{
    /// <summary>By file name: every tag as <c>Group:Name</c> with its value as text.</summary>
    public static async Task<Dictionary<string, Dictionary<string, string>>> ReadAsync(
        string folder,
        CancellationToken cancellationToken
    )
    {
        var start = new ProcessStartInfo("exiftool") { RedirectStandardOutput = true };
        foreach (var argument in new[] { "-q", "-j", "-a", "-G1", "-s", "-n", folder })
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);

        using var json = JsonDocument.Parse(text);
        return json
            .RootElement.EnumerateArray()
            .ToDictionary(
                file => Path.GetFileName(file.GetProperty("SourceFile").GetString()!),
                file =>
                    file.EnumerateObject()
                        .DistinctBy(tag => tag.Name)
                        .ToDictionary(tag => tag.Name, tag => tag.Value.ToString())
            );
    }
}
