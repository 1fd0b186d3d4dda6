using Atelier.Data.Blobs;
using Atelier.TestKit.Files;

namespace Atelier.Engine.Tests.Accounts;

/// <summary>A disk that is away when something is to be deleted, until a test gives it back.</summary>
internal sealed class BrokenBlobs(IBlobStore inner) : PassingBlobs(inner)
{
    /// <summary>Folders of images whose deletion still works.</summary>
    public int DeletesLeft { get; set; } = int.MaxValue;

    /// <summary>Files and folders that cannot be deleted, whatever else can.</summary>
    public Func<string, bool> Sticks { get; set; } = _ => false;

    public override Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        Sticks(key) ? throw new IOException("The file is held by somebody.") : base.DeleteAsync(key, cancellationToken);

    public override Task DeleteFolderAsync(string folder, CancellationToken cancellationToken)
    {
        // The spool's are as they were.
        if (Sticks(folder) || (folder.StartsWith(BlobKeys.Images, StringComparison.Ordinal) && DeletesLeft-- <= 0))
        {
            throw new IOException("The disk is away.");
        }

        return base.DeleteFolderAsync(folder, cancellationToken);
    }
}
