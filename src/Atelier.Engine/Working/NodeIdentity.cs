using Atelier.Data.Secrets;

namespace Atelier.Engine.Working;

/// <summary>Who holds a claim. Kept in the data folder: a restart knows what its killed predecessor held.</summary>
public sealed record NodeIdentity(Guid Id)
{
    /// <summary>Reads the id in a file, or makes one.</summary>
    public static NodeIdentity FromFile(string path)
    {
        if (File.Exists(path) && Guid.TryParse(File.ReadAllText(path).Trim(), out var id))
        {
            return new NodeIdentity(id);
        }

        var made = new NodeIdentity(Guid.CreateVersion7());
        PrivateFile.Write(path, made.Id.ToString());
        return made;
    }
}
