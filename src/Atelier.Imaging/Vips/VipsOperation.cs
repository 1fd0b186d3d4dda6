namespace Atelier.Imaging.Vips;

/// <summary>
/// One call of a libvips operation: set inputs, run, read outputs, dispose. Failures are <see cref="VipsException"/>.
/// </summary>
internal sealed class VipsOperation : IDisposable
{
    private readonly string _name;
    private readonly VipsOperationHandle _handle;
    private bool _ran;

    internal VipsOperation(string name)
    {
        _name = name;
        _handle = LibVips.NewOperation(name);
        if (_handle.IsInvalid)
            throw VipsException.Take(name);
    }

    /// <summary>Whether this version of libvips knows the argument.</summary>
    internal bool Knows(string argument)
    {
        if (LibVips.GetArgument(_handle, argument, out _, out _, out _) == 0)
            return true;

        LibVips.TakeErrorText();
        return false;
    }

    internal VipsOperation Set(string argument, int value)
    {
        var box = Box(argument, GValue.TypeInt);
        LibVips.SetInt(ref box, value);
        return Assign(argument, ref box);
    }

    internal VipsOperation Set(string argument, bool value)
    {
        var box = Box(argument, GValue.TypeBoolean);
        LibVips.SetBoolean(ref box, value);
        return Assign(argument, ref box);
    }

    internal VipsOperation Set(string argument, VipsPicture value)
    {
        var box = Box(argument, LibVips.ImageType());
        LibVips.SetObject(ref box, value.Handle);
        return Assign(argument, ref box);
    }

    /// <summary>Sets an enum by its name, flags joined with a colon, or numbers separated by spaces.</summary>
    internal VipsOperation Set(string argument, string value)
    {
        if (LibVips.SetArgumentFromText(_handle, argument, value) != 0)
            throw VipsException.Take(_name);
        return this;
    }

    /// <summary>Sets a file in memory. It must not change while pictures live that were read from it.</summary>
    internal VipsOperation Set(string argument, ReadOnlyMemory<byte> value)
    {
        var box = Box(argument, LibVips.BlobType());
        var blob = LentBytes.Lend(value);
        LibVips.SetBoxed(ref box, blob);
        LibVips.UnrefBlob(blob);
        return Assign(argument, ref box);
    }

    internal VipsOperation Run()
    {
        _ran = true;
        return _handle.TryBuild() ? this : throw VipsException.Take(_name);
    }

    internal VipsPicture GetPicture(string output)
    {
        var box = Read(output, LibVips.ImageType());
        try
        {
            var image = LibVips.GetObject(ref box);
            return image == 0
                ? throw VipsException.Take(_name)
                : new VipsPicture(new VipsImageHandle(LibVips.Ref(image)));
        }
        finally
        {
            LibVips.UnsetValue(ref box);
        }
    }

    internal byte[] GetBytes(string output) => ReadBytes(output, content => content.ToArray());

    /// <summary>Hands over bytes in libvips' memory, which are gone afterwards: so large files are copied only once.</summary>
    internal unsafe T ReadBytes<T>(string output, Func<ReadOnlySpan<byte>, T> read)
    {
        var box = Read(output, LibVips.BlobType());
        try
        {
            var blob = LibVips.GetBoxed(ref box);
            if (blob == 0)
                throw VipsException.Take(_name);

            var content = LibVips.BlobContent(blob, out var size);
            return read(new ReadOnlySpan<byte>((void*)content, checked((int)size)));
        }
        finally
        {
            LibVips.UnsetValue(ref box);
        }
    }

    public void Dispose()
    {
        // A half-built operation may already hold outputs, and they hold it: without this the circle is never freed.
        if (_ran && !_handle.IsClosed)
            LibVips.UnrefOutputs(_handle);
        _handle.Dispose();
    }

    private GValue Box(string argument, nuint type)
    {
        // GObject only prints a warning about a name it does not know, and the wish would be lost.
        if (!Knows(argument))
            throw new ArgumentException($"{_name} of this libvips has no argument '{argument}'.", nameof(argument));

        GValue box = default;
        LibVips.InitValue(ref box, type);
        return box;
    }

    private VipsOperation Assign(string argument, ref GValue box)
    {
        LibVips.SetProperty(_handle, argument, ref box);
        LibVips.UnsetValue(ref box);
        return this;
    }

    private GValue Read(string output, nuint type)
    {
        var box = Box(output, type);
        LibVips.GetProperty(_handle, output, ref box);
        return box;
    }
}
